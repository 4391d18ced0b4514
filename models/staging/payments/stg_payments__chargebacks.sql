with

source as (
    select * from {{ source('payments', 'chargebacks') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        chargeback_id,
        payment_id,
        gateway,
        gateway_reference,
        reason,
        amount,
        fee_amount,
        currency,
        status,
        opened_at,
        closed_at,
        changed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
