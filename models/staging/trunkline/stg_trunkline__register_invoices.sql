with

source as (
    select * from {{ source('trunkline', 'register_invoices') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        invoice_number,
        account_key,
        currency,
        cast(cycle_day as integer) as cycle_day,
        cast(line_count as integer) as line_count,
        net_amount,
        rounding_amount,
        tax_amount,
        gross_amount,
        period,
        next_period
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
