with

source as (
    select * from {{ source('network', 'cell_hours') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        event_key,
        cell_id,
        hour_starts_at,
        available_seconds,
        planned_outage_seconds,
        downlink_blocks_used,
        downlink_blocks_available,
        uplink_blocks_used,
        uplink_blocks_available,
        downlink_bytes,
        uplink_bytes,
        voice_seconds,
        average_users,
        peak_users,
        setup_attempts,
        setup_successes,
        releases,
        drops,
        transfer_attempts,
        transfer_successes,
        latency_milliseconds
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
