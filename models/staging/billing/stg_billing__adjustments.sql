with

source as (
    select * from {{ source('billing', 'adjustments') }}
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
        adjustment_id,
        account_id_key as account_key,
        subscription_id,
        invoice_number,
        adjusted_at,
        reason,
        net_amount,
        tax_amount,
        gross_amount,
        currency,
        ticket_id,
        granted_by_key
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
