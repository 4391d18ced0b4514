with

source as (
    select * from {{ source('roaming', 'tap_files') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        ---------- strings
        sender,
        recipient,
        file_type,
        kind,
        local_currency,
        tap_currency,
        currency,
        ---------- numbers
        file_sequence_number,
        specification_version,
        release_version,
        decimal_places,
        exchange_rate,
        event_count,
        total_charge_amount,
        found_charge_amount,
        total_tax_amount,
        found_tax_amount,
        total_discount_amount,
        found_discount_amount,
        ---------- booleans
        has_agreeing_amounts,
        has_agreeing_times,
        ---------- times
        file_available_at,
        transfer_cut_off_at,
        earliest_call_at,
        found_earliest_call_at,
        latest_call_at,
        found_latest_call_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
