{{ config(pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}') }}

{%- set seen = rated_so_far() %}

with

implausible as (
    select * from {{ ref('int_usage_implausible') }}
),

-- what is not to be believed on arrival is no candidate: it waits in suspense
usage_events as (
    select usage_events.*
    from {{ ref('int_usage_deduplicated') }} as usage_events
    left join implausible
        on implausible.event_id = usage_events.event_id
    where usage_events.is_chargeable
        and usage_events.reversal_of is null
        and usage_events.load_seq > {{ seen }}
        and implausible.event_id is null
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

band_calendar as (
    select * from {{ ref('dim_band_calendar') }}
),

prices as (
    select * from {{ ref('dim_prices') }}
),

-- as known at the load that brought the event; written once a run, since suspense and rating both
-- read it
guided as (
    {{ guide('usage_events', on_arrival=true) }}
)

select * from guided
