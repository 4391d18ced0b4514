{#- Once found, the record that a reversal names stays: no later one of its key is first. -#}
{{ config(
    materialized='incremental', full_refresh=false, incremental_strategy='append',
    pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}'
) }}

{%- set seen = lower_bound('known_seq') %}

with

reversals as (
    select * from {{ ref('int_reversal_records') }}
),

duplicates as (
    select * from {{ ref('int_usage_duplicates') }}
),

new_reversals as (
    select * from reversals
    where load_seq > {{ seen }}
),

found as (
    -- by the one column that bears the name, among all records
    select
        usage_events.event_id as original_event_id,
        new_reversals.event_id,
        new_reversals.load_seq
    from {{ ref('int_usage_unioned') }} as usage_events
    inner join new_reversals
        on new_reversals.source = usage_events.source
        and new_reversals.reversal_of = usage_events.event_key
    where usage_events.reversal_of is null
),

{% if is_incremental() %}

    waiting_reversals as (
        select reversals.*
        from reversals
        left join {{ this }} as found_before
            on found_before.event_id = reversals.event_id
        where reversals.load_seq <= {{ seen }} and found_before.event_id is null
    ),

    found_later as (
        -- what no earlier record bears is sought among the new ones alone
        select
            usage_events.event_id as original_event_id,
            waiting_reversals.event_id,
            waiting_reversals.load_seq
        from {{ ref('int_usage_unioned') }} as usage_events
        inner join waiting_reversals
            on waiting_reversals.source = usage_events.source
            and waiting_reversals.reversal_of = usage_events.event_key
        where usage_events.reversal_of is null
            and usage_events.load_seq > {{ seen }}
    ),

{% else %}

    found_later as (
        select * from found
        where false
    ),

{% endif %}

all_found as (
    select * from found
    union all
    select * from found_later
),

named as (
    select
        all_found.event_id,
        all_found.load_seq,
        min(all_found.original_event_id) as original_event_id
    from all_found
    left join duplicates
        on duplicates.event_id = all_found.original_event_id
    where duplicates.event_id is null
    group by all_found.event_id, all_found.load_seq
),

known as (
    select
        event_id,
        load_seq,
        original_event_id,
        greatest(load_seq, {{ load_of('original_event_id') }}) as known_seq
    from named
)

select * from known
