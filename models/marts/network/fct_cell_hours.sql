{#- Hours before the first day of which counters came since are not worked out again. -#}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    incremental_strategy='delete+insert' if target.type == 'duckdb' else none,
    unique_key='local_day',
    pre_hook='{{ begin_anew() }}'
) }}

{%- set seen = lower_bound() %}

with

{% if is_incremental() %}

    {%- set first_hour = first_hour_to_work_out(ref('stg_network__cell_hours'), seen) %}

    arrived as (
        select * from {{ ref('stg_network__cell_hours') }}
        where hour_starts_at >= {{ first_hour }}
    ),

    known as (
        -- cells that had begun before go on, whether or not they report
        select
            cell_id,
            hour_starts_at + interval 1 hour as hour_starts_at
        from {{ this }}
        where hour_starts_at >= {{ first_hour }} - interval 1 hour
            and hour_starts_at < {{ first_hour }}
    ),

{% else %}

    arrived as (
        select * from {{ ref('stg_network__cell_hours') }}
    ),

    known as (
        select
            cell_id,
            hour_starts_at
        from arrived
        where false
    ),

{% endif %}

reported as (
    {{ one_record('arrived', ['cell_id', 'hour_starts_at'], which='last') }}
),

begun as (
    select
        cell_id,
        hour_starts_at
    from reported
    union all
    select
        cell_id,
        hour_starts_at
    from known
),

spans as (
    -- every cell of a delivery covers the same hours, from its own first one on
    select
        cell_id,
        min(hour_starts_at) as first_hour,
        max(max(hour_starts_at)) over () as last_hour
    from begun
    group by cell_id
),

hours as (
    select
        cell_id,
        {{ each_hour('first_hour', 'last_hour') }} as hour_starts_at
    from spans
),

complete as (
    select
        ---------- ids
        hours.cell_id,
        ---------- numbers
        reported.available_seconds,
        reported.planned_outage_seconds,
        reported.downlink_blocks_used,
        reported.downlink_blocks_available,
        reported.uplink_blocks_used,
        reported.uplink_blocks_available,
        reported.downlink_bytes,
        reported.uplink_bytes,
        reported.voice_seconds,
        reported.average_users,
        reported.peak_users,
        reported.setup_attempts,
        reported.setup_successes,
        reported.releases,
        reported.drops,
        reported.transfer_attempts,
        reported.transfer_successes,
        reported.latency_milliseconds,
        {{ ratio('reported.downlink_blocks_used', 'reported.downlink_blocks_available') }}
            as downlink_utilisation,
        ---------- booleans
        reported.cell_id is not null as is_reported,
        ---------- dates and times
        {{ local_date('hours.hour_starts_at') }} as local_day,
        hours.hour_starts_at
    from hours
    left join reported
        on reported.cell_id = hours.cell_id
        and reported.hour_starts_at = hours.hour_starts_at
)

select * from complete
