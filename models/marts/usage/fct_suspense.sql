with

suspended as (
    select * from {{ ref('int_usage_suspended') }}
),

reversals as (
    select * from {{ ref('int_reversal_records') }}
),

reversals_matched as (
    select * from {{ ref('int_reversals_matched') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

estimates as (
    select * from {{ ref('int_suspense_estimates') }}
),

lines as (
    select * from {{ ref('int_line_versions') }}
),

numbers as (
    select * from {{ ref('dim_numbers') }}
),

destinations_resolved as (
    select * from {{ ref('int_destinations_resolved') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

load_times as (
    select
        load_seq,
        max(landed_at) as landed_at
    from {{ ref('fct_load_files') }}
    group by load_seq
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

numbers_known as (
    select
        line_key,
        min(known_from) as known_from
    from numbers
    group by line_key
),

suspended_known as (
    -- the reason as known now, or for a cured one just before it was cured: the last thing that it
    -- lacked
    select
        suspended.*,
        rated_usage.rating_seq as cured_seq,
        coalesce(rated_usage.rating_seq - 1, {{ watermark() }}) as known_at
    from suspended
    left join rated_usage
        on rated_usage.event_id = suspended.event_id
),

waiting_usage as (
    select
        suspended_known.event_id,
        suspended_known.load_seq,
        suspended_known.line_key,
        suspended_known.service,
        suspended_known.direction,
        suspended_known.quantity,
        suspended_known.started_at,
        suspended_known.cured_seq,
        case
            when numbers_known.line_key is null then 'unknown_subscriber'
            when lines.line_key is null then 'no_active_plan'
            when destinations.prefix is null then 'no_destination'
            else 'no_price'
        end as reason
    from suspended_known
    left join numbers_known
        on numbers_known.line_key = suspended_known.line_key
        and numbers_known.known_from <= suspended_known.known_at
    left join lines
        on lines.line_key = suspended_known.line_key
        and {{ covers('lines', 'suspended_known.started_at', 'suspended_known.known_at') }}
    left join destinations_resolved
        on destinations_resolved.destination_kind = suspended_known.destination_kind
        and destinations_resolved.destination_value = suspended_known.destination_value
    left join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and {{ covers('destinations', 'suspended_known.started_at', 'suspended_known.known_at') }}
),

waiting_reversals as (
    select
        reversals.event_id,
        reversals.load_seq,
        reversals.line_key,
        reversals.service,
        reversals.direction,
        reversals.quantity,
        reversals.started_at,
        cast(null as bigint) as cured_seq,
        case
            when reversals_matched.place > 1 then 'already_reversed'
            else 'original_not_rated'
        end as reason
    from reversals
    left join reversals_matched
        on reversals_matched.event_id = reversals.event_id
    where reversals_matched.event_id is null or reversals_matched.place > 1
),

waiting as (
    select * from waiting_usage
    union all
    select * from waiting_reversals
),

suspense as (
    select
        ---------- ids
        waiting.event_id,
        waiting.load_seq,
        waiting.cured_seq,
        waiting.line_key,
        ---------- strings
        waiting.reason,
        waiting.service,
        waiting.direction,
        case when waiting.cured_seq is null then 'open' else 'cured' end as status,
        estimates.currency,
        ---------- numbers
        waiting.quantity,
        estimates.estimated_amount,
        {{ days_between(local_date('load_times.landed_at'), 'clock.as_of_date') }} as age_days,
        ---------- times
        waiting.started_at,
        load_times.landed_at
    from waiting
    cross join clock
    inner join load_times
        on load_times.load_seq = waiting.load_seq
    left join estimates
        on estimates.service = waiting.service
)

select * from suspense
