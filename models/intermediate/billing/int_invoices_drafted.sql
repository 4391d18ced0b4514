with

lines as (
    select * from {{ ref('int_invoice_lines_drafted') }}
),

drafted as (
    select
        invoice_number,
        account_key,
        currency,
        cycle_day,
        cast(count(*) as integer) as line_count,
        cast(sum(net_amount) as decimal(18, 4)) as net_amount,
        cast(sum(rounding_amount) as decimal(24, 6)) as rounding_amount,
        cast(sum(tax_amount) as decimal(18, 4)) as tax_amount,
        cast(sum(gross_amount) as decimal(18, 4)) as gross_amount,
        period,
        next_period
    from lines
    group by invoice_number, account_key, currency, cycle_day, period, next_period
)

select * from drafted
