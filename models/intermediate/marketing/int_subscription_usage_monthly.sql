{#- A month is worked out anew when events of it were rated since; others are not read. -#}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    unique_key='month',
    on_schema_change='sync_all_columns'
) }}

{%- set seen = lower_bound() %}

with

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

months_touched as (
    -- named from the table itself: an import that two steps read is first copied whole by DuckDB
    select distinct {{ first_of_month('usage_date') }} as month
    from {{ ref('fct_rated_usage') }}
    where rating_seq > {{ seen }}
),

days_touched as (
    select
        dates.date_day,
        months_touched.month
    from months_touched
    inner join dates
        on dates.date_day >= months_touched.month
        and dates.date_day < {{ next_month('months_touched.month') }}
),

usage_touched as (
    -- by day, which the stored events can be skipped by
    select
        rated_usage.*,
        days_touched.month
    from rated_usage
    inner join days_touched
        on days_touched.date_day = rated_usage.usage_date
),

-- by cell first: the events are read once
by_cell as (
    select
        subscription_id,
        month,
        cell_id,
        count(*) as event_count,
        sum(case when service = 'voice' then quantity else 0 end) as voice_seconds,
        sum(case when service = 'data' then quantity else 0 end) as data_bytes,
        sum(charge) as charge_amount,
        max(started_at) as last_started_at
    from usage_touched
    group by subscription_id, month, cell_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by subscription_id, month
            order by case when cell_id is null then 1 else 0 end asc, event_count desc, cell_id asc
        ) as place
    from by_cell
),

monthly as (
    select
        subscription_id,
        max(case when place = 1 then cell_id end) as home_cell_id,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(voice_seconds) as bigint) as voice_seconds,
        cast(sum(data_bytes) as bigint) as data_bytes,
        cast(sum(charge_amount) as decimal(18, 6)) as charge_amount,
        month,
        max(last_started_at) as last_started_at
    from ranked
    group by subscription_id, month
)

select * from monthly
