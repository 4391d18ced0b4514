with

source as (
    select * from {{ source('billing', 'biller_invoice_lines') }}
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
        line_number,
        account_id_key as account_key,
        subscription_id,
        plan_id,
        issued_at,
        period_from,
        period_to,
        charge_kind,
        description,
        charge_reference,
        service,
        zone,
        time_band,
        event_count,
        quantity,
        unit,
        net_amount,
        tax_code,
        currency
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
