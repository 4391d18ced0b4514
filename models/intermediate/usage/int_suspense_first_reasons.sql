{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

with

suspended as (
    select
        *,
        load_seq as known_at
    from {{ ref('int_usage_suspended') }}
    where load_seq > {{ lower_bound('load_seq') }}
),

admissions as (
    select * from {{ ref('int_usage_admissions') }}
),

numbers as (
    select * from {{ ref('dim_numbers') }}
),

lines as (
    select * from {{ ref('int_line_versions') }}
),

destinations_resolved as (
    select * from {{ ref('int_destinations_resolved') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

reasons as (
    {{ suspense_reasons('suspended') }}
),

-- what an event lacked when it arrived never changes, so it is worked out once
first_reasons as (
    select
        suspended.event_id,
        suspended.load_seq,
        reasons.reason
    from suspended
    inner join reasons
        on reasons.event_id = suspended.event_id
)

select * from first_reasons
