{{ config(
    materialized='incremental', full_refresh=false, incremental_strategy='append',
    pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}'
) }}

{%- set seen = lower_bound('load_seq') %}
{%- set has_routes = has_rows(ref('dim_supply_routes')) %}

with

lines as (
    select * from {{ ref('int_supply_lines') }}
),

trunks as (
    select distinct trunk from lines
),

usage_events as (
    select
        usage_events.*,
        coalesce(trunks.trunk, '') as route_trunk
    from {{ ref('int_usage_deduplicated') }} as usage_events
    left join trunks
        on trunks.trunk = usage_events.trunk
    where {{ 'true' if has_routes else 'false' }}
        and usage_events.is_carried
        and usage_events.reversal_of is null
        and usage_events.load_seq > {{ seen }}
),

guided as (
    select * from {{ ref('int_supply_guided') }}
),

destinations_resolved as (
    select * from {{ ref('int_destinations_resolved') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

-- the ledger of what a route carries, as known when it arrived, and could not be priced then: it
-- keeps what curing needs. An event that no route then carried is the operator's own
suspended as (
    select
        ---------- ids
        usage_events.event_id,
        usage_events.load_seq,
        usage_events.line_key,
        usage_events.cell_id,
        usage_events.session_id,
        lines.route_id,
        lines.supplier_id,
        ---------- strings
        usage_events.trunk,
        usage_events.service,
        usage_events.direction,
        usage_events.destination_kind,
        usage_events.destination_value,
        ---------- numbers
        usage_events.quantity,
        ---------- booleans
        usage_events.is_attempt,
        ---------- times
        usage_events.started_at
    from usage_events
    left join guided
        on guided.event_id = {{ supply_leg_of('usage_events.event_id') }}
    left join destinations_resolved
        on destinations_resolved.destination_kind = usage_events.destination_kind
        and destinations_resolved.destination_value = usage_events.destination_value
    left join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and {{ covers('destinations', 'usage_events.started_at', 'usage_events.load_seq') }}
    inner join lines
        on lines.service = usage_events.service
        and lines.trunk = usage_events.route_trunk
        and lines.zone = coalesce(destinations.zone, '')
        and {{ covers('lines', 'usage_events.started_at', 'usage_events.load_seq') }}
    where guided.event_id is null
)

select * from suspended
