-- A journal entry whose sides differ has lost or doubled money on its way to the ledger.
select
    journal_id,
    currency,
    sum(debit_amount) as debit_amount,
    sum(credit_amount) as credit_amount
from {{ ref('fct_ledger_entries') }}
group by journal_id, currency
having sum(debit_amount) <> sum(credit_amount)
