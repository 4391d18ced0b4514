{#- A day is counted anew when a leg of its events was rated since; others are not read. -#}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    unique_key='usage_date', pre_hook='{{ begin_anew() }}'
) }}

{%- set seen = lower_bound() %}

with

margins as (
    select * from {{ ref('fct_margins') }}
),

days_touched as (
    select distinct usage_date from {{ ref('fct_margins') }}
    where rating_seq > {{ seen }}
),

daily as (
    select
        ---------- ids
        route_id,
        supplier_id,
        coalesce(account_key, 'unknown') as account_key,
        ---------- strings
        service,
        zone,
        currency,
        ---------- numbers
        count(*) as event_count,
        cast(sum(leg_count) as bigint) as leg_count,
        cast(sum(charge) as decimal(24, 6)) as charge_amount,
        cast(sum(cost) as decimal(24, 6)) as cost_amount,
        cast(sum(margin) as decimal(24, 6)) as margin_amount,
        ---------- dates
        usage_date
    from margins
    where usage_date in (select usage_date from days_touched)
    group by usage_date, route_id, supplier_id, account_key, service, zone, currency
)

select * from daily
