{{ config(pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}') }}

{%- set seen = rated_so_far() %}
{%- set has_routes = has_rows(ref('dim_supply_routes')) %}

with

implausible as (
    select * from {{ ref('int_usage_implausible') }}
),

lines as (
    select * from {{ ref('int_supply_lines') }}
),

trunks as (
    select distinct trunk from lines
),

usage_events as (
    -- without routes no event is read
    select
        usage_events.*,
        coalesce(trunks.trunk, '') as route_trunk
    from {{ ref('int_usage_deduplicated') }} as usage_events
    left join implausible
        on implausible.event_id = usage_events.event_id
    left join trunks
        on trunks.trunk = usage_events.trunk
    where {{ 'true' if has_routes else 'false' }}
        and usage_events.is_carried
        and usage_events.reversal_of is null
        and usage_events.load_seq > {{ seen }}
        and implausible.event_id is null
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

guided as (
    {{ guide('usage_events', on_arrival=true, by_route=true) }}
),

legs as (
    {{ supply_legs('guided') }}
)

select * from legs
