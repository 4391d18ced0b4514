with

arrived as (
    select * from {{ ref('stg_network__cell_hours') }}
),

reported as (
    {{ one_record('arrived', ['cell_id', 'hour_starts_at'], which='last') }}
),

spans as (
    -- every cell of a delivery covers the same hours, from its own first one on
    select
        cell_id,
        min(hour_starts_at) as first_hour,
        max(max(hour_starts_at)) over () as last_hour
    from reported
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
