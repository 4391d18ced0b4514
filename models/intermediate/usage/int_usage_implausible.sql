{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

with

usage_events as (
    select * from {{ ref('int_usage_unioned') }}
    where is_chargeable and reversal_of is null and load_seq > {{ lower_bound('load_seq') }}
),

limits as (
    select * from {{ ref('int_usage_limits') }}
),

horizons as (
    select * from {{ ref('int_clock_horizons') }}
),

-- as known at the load that brought the event; a copy is judged like its original, and never rated
implausible as (
    select
        usage_events.event_id,
        usage_events.load_seq,
        usage_events.service,
        usage_events.quantity,
        usage_events.started_at
    from usage_events
    left join limits
        on limits.service = usage_events.service
        and {{ covers('limits', 'usage_events.started_at', 'usage_events.load_seq') }}
    left join horizons
        on horizons.service = usage_events.service
        and horizons.load_seq = usage_events.load_seq
    where usage_events.quantity > limits.largest_quantity
        or usage_events.started_at > horizons.reached_until
)

select * from implausible
