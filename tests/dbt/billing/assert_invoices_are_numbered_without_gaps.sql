-- Tax law wants invoices numbered in sequence: within a cycle and period 1, 2, 3, …, and so the
-- lines of each invoice.
select
    cycle_day,
    period,
    'invoices' as what,
    count(*) as numbers,
    max(cast(substring(invoice_number, 17) as bigint)) as last_number
from {{ ref('fct_invoices') }}
group by cycle_day, period
having count(*) <> max(cast(substring(invoice_number, 17) as bigint))
    or min(cast(substring(invoice_number, 17) as bigint)) <> 1
union all
select
    cycle_day,
    period,
    invoice_number as what,
    count(*) as numbers,
    max(line_number) as last_number
from {{ ref('fct_invoice_lines') }}
group by cycle_day, period, invoice_number
having count(*) <> max(line_number) or min(line_number) <> 1
