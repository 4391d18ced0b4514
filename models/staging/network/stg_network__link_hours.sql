with

source as (
    select * from {{ source('network', 'link_hours') }}
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
        link_id,
        hour_starts_at,
        available_seconds,
        planned_outage_seconds,
        sent_bytes,
        received_bytes,
        peak_bits_per_second,
        errored_seconds,
        call_attempts,
        calls_blocked,
        occupied_seconds
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
