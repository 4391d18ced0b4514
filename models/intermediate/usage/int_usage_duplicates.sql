{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('load_seq') %}
{%- set days = days_of_new_usage(ref('int_usage_unioned'), seen) %}

{#-
    A switch sends a record again within its day: only what began on the days of the new events is
    compared, by literal times, so that the cost does not follow the history.
-#}
{%- set on_same_days -%}
    started_at >= timestamp '{{ days.first }} 00:00:00'
    and started_at < timestamp '{{ days.last }} 00:00:00' + interval 1 day
{%- endset %}

with

-- read twice: all keys, and then whole rows of the few that came again
usage_keys as (
    select
        source,
        event_key,
        started_date,
        event_id
    from {{ ref('int_usage_unioned') }}
    where {{ on_same_days }}
),

usage_events as (
    select * from {{ ref('int_usage_unioned') }}
    where {{ on_same_days }}
),

{% if seen > 0 %}

    keys_arrived as (
        select distinct
            source,
            event_key,
            started_date
        from {{ ref('int_usage_unioned') }}
        where load_seq > {{ seen }}
    ),

    same_days as (
        select usage_keys.*
        from usage_keys
        inner join keys_arrived
            on keys_arrived.source = usage_keys.source
            and keys_arrived.event_key = usage_keys.event_key
            and keys_arrived.started_date = usage_keys.started_date
    ),

{% else %}

    same_days as (
        select * from usage_keys
    ),

{% endif %}

keys_repeated as (
    select
        source,
        event_key,
        started_date,
        min(event_id) as original_event_id
    from same_days
    group by source, event_key, started_date
    having count(*) > 1
),

copies as (
    select
        usage_events.*,
        keys_repeated.original_event_id
    from usage_events
    inner join keys_repeated
        on keys_repeated.source = usage_events.source
        and keys_repeated.event_key = usage_events.event_key
        and keys_repeated.started_date = usage_events.started_date
),

duplicates as (
    select
        copies.event_id,
        copies.original_event_id,
        copies.load_seq,
        copies.file_no,
        copies.source,
        -- the same key with other content: counted apart, since one of the two is wrong
        (
            coalesce(copies.line_key, '') = coalesce(originals.line_key, '')
            and coalesce(copies.other_party_key, '') = coalesce(originals.other_party_key, '')
            and coalesce(copies.visited_network, '') = coalesce(originals.visited_network, '')
            and coalesce(copies.trunk, '') = coalesce(originals.trunk, '')
            and coalesce(copies.reversal_of, '') = coalesce(originals.reversal_of, '')
            and coalesce(copies.session_id, '') = coalesce(originals.session_id, '')
            and copies.service = originals.service
            and copies.direction = originals.direction
            and copies.outcome = originals.outcome
            and copies.quantity = originals.quantity
            and copies.started_at = originals.started_at
        ) is not true as is_conflict
    from copies
    inner join copies as originals
        on originals.event_id = copies.original_event_id
    where copies.event_id > copies.original_event_id
        and copies.load_seq > {{ seen }}
)

select * from duplicates
