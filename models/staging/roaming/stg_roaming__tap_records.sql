with

source as (
    select * from {{ source('roaming', 'tap_records') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as event_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        -- most records bear the IMSI alone; a number is what subscriptions are known by
        coalesce(msisdn_key, imsi_key) as line_key,
        other_party_key,
        other_party_prefix,
        reversal_of,
        -- the partial records of one data session share its charging id
        case when partial_type is not null then concat(sender, '-', charging_id) end as session_id,
        ---------- strings
        sender,
        recipient,
        file_type,
        record_type,
        coalesce(serving_network, sender) as visited_network,
        service,
        direction,
        -- a file of test data tells of no use that anybody made
        case when file_type = 'test' then 'test' else outcome end as outcome,
        access_point_name,
        service_code,
        call_reference,
        utc_offset,
        currency,
        charge_details,
        ---------- numbers
        file_sequence_number,
        record_position,
        location_area,
        cell_id,
        quantity,
        duration_seconds,
        bytes_incoming,
        bytes_outgoing,
        charge_amount,
        tax_amount,
        discount_amount,
        exchange_rate,
        ---------- times
        cast(started_at as date) as started_date,
        started_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
