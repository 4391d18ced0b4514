with

source as (
    select * from {{ source('payments', 'refunds') }}
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
        refund_id,
        payment_id,
        account_id_key as account_key,
        refunded_at,
        gateway,
        gateway_reference,
        amount,
        currency,
        reason
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
