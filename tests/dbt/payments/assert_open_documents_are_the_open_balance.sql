-- The open documents of an account are its open balance in the month that runs: two ways to one
-- figure.
with

months as (
    select
        account_key,
        currency,
        open_amount
    from {{ ref('fct_receivables_monthly') }}
    where not is_over
),

documents as (
    select
        account_key,
        currency,
        sum(open_amount) as open_amount
    from {{ ref('fct_receivables') }}
    group by account_key, currency
)

select
    months.account_key,
    months.currency,
    months.open_amount,
    documents.open_amount as open_documents
from months
full outer join documents
    on documents.account_key = months.account_key
    and documents.currency = months.currency
where coalesce(months.open_amount, 0) <> coalesce(documents.open_amount, 0)
