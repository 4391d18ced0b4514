with

source as (
    select * from {{ source('billing', 'biller_invoices') }}
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
        invoice_number,
        account_id_key as account_key,
        document_kind,
        corrects_invoice_number,
        issued_at,
        period_from,
        period_to,
        due_date,
        currency,
        line_count,
        net_amount,
        tax_amount,
        gross_amount
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
