{{ config(group='billing') }}
-- A charge whose currency or tax rate is unknown would fall out of its invoice without a word.
select
    charges.charge_key,
    charges.currency,
    charges.tax_code,
    charges.amount
from {{ ref('int_charges_unioned') }} as charges
left join {{ ref('int_invoice_lines_drafted') }} as lines
    on lines.account_key = charges.account_key
    and lines.subscription_id = charges.subscription_id
    and lines.cycle_day = charges.cycle_day
    and lines.period = charges.period
    and lines.charge_id = charges.charge_id
    and lines.charge_kind = charges.charge_kind
    and lines.currency = charges.currency
    and lines.tax_code = charges.tax_code
where lines.invoice_number is null
