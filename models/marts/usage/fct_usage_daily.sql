{#- A day is counted anew when events of it were rated since; others are not read. -#}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    unique_key='usage_date'
) }}

{%- set seen = lower_bound() %}

with

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

days_touched as (
    -- named from the table itself: an import that two steps read is first copied whole by DuckDB
    select distinct usage_date from {{ ref('fct_rated_usage') }}
    where rating_seq > {{ seen }}
),

daily as (
    select
        ---------- ids
        plan_id,
        ---------- strings
        service,
        direction,
        zone,
        currency,
        ---------- numbers
        count(*) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(metered_quantity) as bigint) as metered_quantity,
        cast(sum(free_quantity) as bigint) as free_quantity,
        cast(sum(charge) as decimal(24, 6)) as charge_amount,
        ---------- dates
        usage_date
    from rated_usage
    where usage_date in (select usage_date from days_touched)
    group by usage_date, service, direction, zone, plan_id, currency
)

select * from daily
