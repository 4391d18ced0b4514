{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

with

usage_events as (
    select * from {{ ref('int_usage_unioned') }}
    where (is_chargeable or is_carried) and reversal_of is null
        and load_seq > {{ lower_bound('load_seq') }}
),

limits as (
    select * from {{ ref('int_usage_limits') }}
),

horizons as (
    select * from {{ ref('int_clock_horizons') }}
),

least_limits as (
    -- what is below every limit that a service ever had needs no look at which one holds
    select
        service,
        min(largest_quantity) as least_quantity
    from limits
    group by service
),

doubtful as (
    select
        usage_events.event_id,
        usage_events.load_seq,
        usage_events.service,
        usage_events.quantity,
        usage_events.started_at,
        horizons.reached_until
    from usage_events
    left join least_limits
        on least_limits.service = usage_events.service
    left join horizons
        on horizons.service = usage_events.service
        and horizons.load_seq = usage_events.load_seq
    where usage_events.quantity > least_limits.least_quantity
        or usage_events.started_at > horizons.reached_until
),

-- as known at the load that brought the event; a copy is judged like its original, and never rated
implausible as (
    select
        doubtful.event_id,
        doubtful.load_seq,
        doubtful.service,
        doubtful.quantity,
        doubtful.started_at
    from doubtful
    left join limits
        on limits.service = doubtful.service
        and {{ covers('limits', 'doubtful.started_at', 'doubtful.load_seq') }}
    where doubtful.quantity > limits.largest_quantity
        or doubtful.started_at > doubtful.reached_until
)

select * from implausible
