{{ config(
    materialized='incremental', full_refresh=false, incremental_strategy='append',
    pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}'
) }}

{%- set seen = lower_bound('load_seq') %}

with

usage_events as (
    select * from {{ ref('int_usage_deduplicated') }}
    where is_chargeable and reversal_of is null and load_seq > {{ seen }}
),

guided as (
    select * from {{ ref('int_usage_guided') }}
),

-- the ledger of what could not be rated on arrival: appended to, never rewritten; it keeps what
-- curing needs, so that looking at it again does not read the history of all events
suspended as (
    select
        ---------- ids
        usage_events.event_id,
        usage_events.load_seq,
        usage_events.line_key,
        usage_events.cell_id,
        usage_events.session_id,
        ---------- strings
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
        on guided.event_id = usage_events.event_id
    where guided.event_id is null
)

select * from suspended
