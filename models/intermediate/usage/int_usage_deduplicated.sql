{{ config(materialized='view') }}

with

usage_events as (
    select * from {{ ref('int_usage_unioned') }}
),

duplicates as (
    select * from {{ ref('int_usage_duplicates') }}
),

firsts as (
    select usage_events.*
    from usage_events
    left join duplicates
        on duplicates.event_id = usage_events.event_id
    where duplicates.event_id is null
)

select * from firsts
