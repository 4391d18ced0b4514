-- The tax of an invoice and code is off its exact value by at most half of the smallest unit,
-- however many lines share it; a line is off by less than one unit; gross is net and tax.
with

currencies as (
    select
        currency,
        {{ one_unit('decimals') }} as smallest_unit
    from {{ ref('dim_currencies') }}
),

codes as (
    select
        lines.invoice_number,
        lines.tax_code,
        currencies.smallest_unit,
        sum(lines.tax_amount) as tax_amount,
        sum(lines.net_amount * lines.tax_rate) as exact_tax_amount,
        max(abs(lines.tax_amount - lines.net_amount * lines.tax_rate)) as largest_difference,
        max(abs(lines.net_amount + lines.tax_amount - lines.gross_amount)) as gross_difference
    from {{ ref('fct_invoice_lines') }} as lines
    inner join currencies
        on currencies.currency = lines.currency
    group by lines.invoice_number, lines.tax_code, currencies.smallest_unit
)

select * from codes
where abs(tax_amount - exact_tax_amount) * 2 > smallest_unit
    or largest_difference >= smallest_unit
    or gross_difference <> 0
