with

source as (
    select * from {{ source('payments', 'gateway_settlements') }}
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
        gateway,
        settlement_reference,
        gateway_reference,
        settled_at,
        kind,
        method,
        gross_amount,
        fee_amount,
        net_amount,
        currency,
        payout_id,
        payout_date
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
