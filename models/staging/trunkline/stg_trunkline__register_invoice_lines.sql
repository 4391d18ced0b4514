with

source as (
    select * from {{ source('trunkline', 'register_invoice_lines') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        invoice_number,
        cast(line_number as integer) as line_number,
        account_key,
        subscription_id,
        plan_id,
        charge_kind,
        charge_id,
        description,
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        tax_rate,
        cast(cycle_day as integer) as cycle_day,
        event_count,
        quantity,
        price_basis,
        unrounded_amount,
        net_amount,
        rounding_amount,
        tax_amount,
        gross_amount,
        is_late,
        period
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
