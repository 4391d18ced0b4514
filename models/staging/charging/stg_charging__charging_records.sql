with

source as (
    select * from {{ source('charging', 'charging_records') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as event_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        -- a number is what subscriptions are known by
        coalesce(served_msisdn_key, served_imsi_key) as line_key,
        other_party_key,
        other_party_prefix,
        cell_identifier as cell_id,
        reversal_of,
        -- the partial records of a session share its gateway and charging id, those of a call its
        -- switch and call reference; a whole record has no sequence number
        case
            when record_sequence_number is null or service = 'sms' then null
            when service = 'data'
                then concat(coalesce(gateway, ''), '-', coalesce(charging_id, call_reference))
            else concat(coalesce(recording_entity, ''), '-', coalesce(call_reference, charging_id))
        end as session_id,
        ---------- strings
        record_type,
        -- who is served by another network than that of the own IMSI is abroad
        case when serving_network <> subscriber_network then serving_network end as visited_network,
        service,
        direction,
        outcome,
        access_point_name,
        cause_for_rec_closing,
        rating_groups,
        ---------- numbers
        record_sequence_number,
        quantity,
        duration_seconds,
        data_volume_uplink,
        data_volume_downlink,
        ---------- times
        cast(started_at as date) as started_date,
        started_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
