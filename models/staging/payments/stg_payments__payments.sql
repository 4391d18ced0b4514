with

source as (
    select * from {{ source('payments', 'payments') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        payment_id,
        account_id_key as account_key,
        invoice_number,
        method,
        gateway,
        gateway_reference,
        amount,
        currency,
        status,
        failure_reason,
        initiated_at,
        settled_at,
        returned_at,
        changed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
