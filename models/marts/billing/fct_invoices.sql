with

register as (
    select * from {{ ref('stg_trunkline__register_invoices') }}
),

closes as (
    select * from {{ ref('stg_trunkline__bill_closes') }}
),

invoices as (
    select
        ---------- ids
        register.invoice_number,
        register.account_key,
        register.close_load_seq,
        ---------- strings
        register.currency,
        ---------- numbers
        register.cycle_day,
        register.line_count,
        register.net_amount,
        register.rounding_amount,
        register.tax_amount,
        register.gross_amount,
        ---------- dates and times
        register.period,
        register.next_period,
        closes.closed_at as issued_at
    from register
    inner join closes
        on closes.cycle_day = register.cycle_day
        and closes.period = register.period
)

select * from invoices
