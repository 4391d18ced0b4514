{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('load_seq') %}

with

usage_events as (
    select * from {{ ref('int_usage_unioned') }}
    where load_seq > {{ seen }}
),

duplicates as (
    select * from {{ ref('int_usage_duplicates') }}
    where load_seq > {{ seen }}
),

-- counted once, when the load arrives: neither status can change later
arrivals as (
    select
        usage_events.load_seq,
        usage_events.file_no,
        usage_events.source,
        case
            when duplicates.event_id is not null then 'duplicate'
            when usage_events.reversal_of is not null then 'reversal_record'
            when usage_events.is_chargeable then 'chargeable'
            else 'non_chargeable'
        end as arrival,
        count(*) as event_count
    from usage_events
    left join duplicates
        on duplicates.event_id = usage_events.event_id
    group by
        usage_events.load_seq,
        usage_events.file_no,
        usage_events.source,
        case
            when duplicates.event_id is not null then 'duplicate'
            when usage_events.reversal_of is not null then 'reversal_record'
            when usage_events.is_chargeable then 'chargeable'
            else 'non_chargeable'
        end
)

select * from arrivals
