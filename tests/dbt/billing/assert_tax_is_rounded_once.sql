-- The tax of an invoice and code is off its exact value by at most half of the smallest unit,
-- however many lines share it; a line is off by less than one unit; gross is net and tax. Of prices
-- that contain the tax it is what is left.
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
        sum(cast(lines.net_amount as decimal(24, 4)) * lines.tax_rate) as exact_tax_amount,
        max(abs(
            lines.tax_amount - cast(lines.net_amount as decimal(24, 4)) * lines.tax_rate
        )) as largest_difference,
        max(abs(lines.net_amount + lines.tax_amount - lines.gross_amount)) as gross_difference
    from {{ ref('fct_invoice_lines') }} as lines
    inner join currencies
        on currencies.currency = lines.currency
    where lines.price_basis = 'net'
    group by lines.invoice_number, lines.tax_code, currencies.smallest_unit
)

select
    invoice_number,
    tax_code,
    smallest_unit,
    tax_amount,
    exact_tax_amount,
    largest_difference,
    gross_difference
from codes
where abs(tax_amount - exact_tax_amount) * 2 > smallest_unit
    or largest_difference >= smallest_unit
    or gross_difference <> 0
union all
select
    invoice_number,
    tax_code,
    cast(null as decimal(18, 4)) as smallest_unit,
    tax_amount,
    tax_amount as exact_tax_amount,
    cast(0 as decimal(18, 4)) as largest_difference,
    abs(net_amount + tax_amount - gross_amount) as gross_difference
from {{ ref('fct_invoice_lines') }}
where net_amount + tax_amount <> gross_amount
