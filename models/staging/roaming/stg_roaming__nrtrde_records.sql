with

source as (
    select * from {{ source('roaming', 'nrtrde_records') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as event_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        coalesce(msisdn_key, imsi_key) as line_key,
        other_party_key,
        other_party_prefix,
        reversal_of,
        ---------- strings
        sender,
        recipient,
        record_type,
        coalesce(serving_network, sender) as visited_network,
        service,
        direction,
        -- the same use comes again in a TAP file, and is charged by that
        case when outcome = 'completed' then 'reported' else outcome end as outcome,
        access_point_name,
        service_code,
        call_reference,
        utc_offset,
        ---------- numbers
        file_sequence_number,
        record_position,
        location_area,
        cell_id,
        quantity,
        duration_seconds,
        bytes_incoming,
        bytes_outgoing,
        ---------- times
        cast(started_at as date) as started_date,
        started_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
