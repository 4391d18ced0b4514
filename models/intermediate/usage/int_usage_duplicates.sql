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

-- read twice: a number for each key, and then whole rows of the few whose number came again
usage_keys as (
    select {{ hash_of(['source', 'event_key', 'started_date']) }} as key_hash
    from {{ ref('int_usage_unioned') }}
    where {{ on_same_days }}
),

usage_events as (
    select
        *,
        {{ hash_of(['source', 'event_key', 'started_date']) }} as key_hash
    from {{ ref('int_usage_unioned') }}
    where {{ on_same_days }}
),

{% if seen > 0 %}

    keys_arrived as (
        select distinct {{ hash_of(['source', 'event_key', 'started_date']) }} as key_hash
        from {{ ref('int_usage_unioned') }}
        where load_seq > {{ seen }}
    ),

    same_days as (
        select usage_keys.*
        from usage_keys
        inner join keys_arrived
            on keys_arrived.key_hash = usage_keys.key_hash
    ),

{% else %}

    same_days as (
        select * from usage_keys
    ),

{% endif %}

numbers_repeated as (
    select key_hash
    from same_days
    group by key_hash
    having count(*) > 1
),

alike as (
    -- two keys may have one number: the keys themselves decide
    select usage_events.*
    from usage_events
    inner join numbers_repeated
        on numbers_repeated.key_hash = usage_events.key_hash
),

copies as (
    select
        *,
        min(event_id) over (partition by source, event_key, started_date) as original_event_id
    from alike
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
