"""Who owes what, how late, what was paid and what did not go through."""

from __future__ import annotations

from trunkline.queries.conditions import ACCOUNTS, CURRENCY, MONTH, condition
from trunkline.queries.listing import listing

CHOSEN_MONTHS = condition("months", ACCOUNTS, CURRENCY)
CHOSEN_PAYMENTS = condition("payments", ACCOUNTS, CURRENCY)
INITIATED_ON = "cast(timezone($zone, timezone('UTC', payments.initiated_at)) as date)"

BY_MONTH = f"""
select
    months.month,
    months.currency,
    sum(months.opening_amount) as opening_amount,
    sum(months.invoiced_amount) as invoiced_amount,
    sum(months.adjusted_amount) as adjusted_amount,
    sum(months.paid_amount) as paid_amount,
    sum(months.given_back_amount) as given_back_amount,
    sum(months.closing_amount) as closing_amount,
    sum(months.open_amount) as open_amount,
    sum(months.credit_amount) as credit_amount
from fct_receivables_monthly as months
where {CHOSEN_MONTHS}
group by months.month, months.currency
order by months.month desc, months.currency
"""

BRIDGE = f"""
with totals as (
    select
        months.month,
        months.currency,
        sum(months.opening_amount) as opening_amount,
        sum(months.invoiced_amount) as invoiced_amount,
        sum(months.adjusted_amount) as adjusted_amount,
        sum(months.paid_amount) as paid_amount,
        sum(months.given_back_amount) as given_back_amount,
        sum(months.closing_amount) as closing_amount
    from fct_receivables_monthly as months
    where {CHOSEN_MONTHS} and {condition("months", MONTH, column="month")}
    group by months.month, months.currency
)

select
    currency,
    min_by(opening_amount, month) as opening_amount,
    sum(invoiced_amount) as invoiced_amount,
    sum(adjusted_amount) as adjusted_amount,
    sum(paid_amount) as paid_amount,
    sum(given_back_amount) as given_back_amount,
    max_by(closing_amount, month) as closing_amount
from totals
group by currency
order by currency
"""

AGEING = f"""
select
    months.month,
    buckets.bucket,
    months.currency,
    sum(case buckets.bucket
        when 'not_due' then months.not_due_amount
        when '1_to_30' then months.overdue_1_to_30_amount
        when '31_to_60' then months.overdue_31_to_60_amount
        when '61_to_90' then months.overdue_61_to_90_amount
        else months.overdue_over_90_amount
    end) as open_amount
from fct_receivables_monthly as months
cross join (
    values (1, 'not_due'), (2, '1_to_30'), (3, '31_to_60'), (4, '61_to_90'), (5, 'over_90')
) as buckets(place, bucket)
where {CHOSEN_MONTHS}
group by months.month, buckets.place, buckets.bucket, months.currency
order by months.month, buckets.place, months.currency
"""

AGES = f"""
select
    months.month,
    months.currency,
    sum(months.not_due_amount) as not_due_amount,
    sum(months.overdue_1_to_30_amount) as overdue_1_to_30_amount,
    sum(months.overdue_31_to_60_amount) as overdue_31_to_60_amount,
    sum(months.overdue_61_to_90_amount) as overdue_61_to_90_amount,
    sum(months.overdue_over_90_amount) as overdue_over_90_amount,
    sum(months.open_amount) as open_amount,
    cast(sum(months.open_document_count) as bigint) as document_count
from fct_receivables_monthly as months
where {CHOSEN_MONTHS}
group by months.month, months.currency
order by months.month desc, months.currency
"""

PAYMENTS_BY_METHOD = f"""
with begun as (
    select payments.*, {INITIATED_ON} as initiated_on
    from fct_payments as payments
    where {CHOSEN_PAYMENTS}
)

select
    begun.method,
    begun.currency,
    count(*) as payment_count,
    count(*) filter (where begun.status = 'settled') as settled_count,
    count(*) filter (where begun.status = 'failed') as failed_count,
    count(*) filter (where begun.status = 'returned') as returned_count,
    sum(begun.amount) as amount,
    sum(begun.settled_amount) as settled_amount,
    sum(begun.returned_amount + begun.refunded_amount + begun.charged_back_amount)
        as given_back_amount,
    cast(round(
        count(*) filter (where begun.status in ('failed', 'returned'))
        / nullif(count(*) filter (where begun.status in ('settled', 'failed', 'returned')), 0),
        6
    ) as decimal(9, 6)) as failure_share
from begun
where {condition("begun", MONTH, column="initiated_on")}
group by all
order by amount desc, begun.method, begun.currency
"""

FAILURES = f"""
with begun as (
    select payments.*, {INITIATED_ON} as initiated_on
    from fct_payments as payments
    where payments.status in ('failed', 'returned') and {CHOSEN_PAYMENTS}
)

select
    coalesce(begun.failure_reason, 'unknown') as failure_reason,
    begun.status as payment_status,
    begun.method,
    begun.currency,
    count(*) as payment_count,
    sum(begun.amount) as amount
from begun
where {condition("begun", MONTH, column="initiated_on")}
group by all
order by payment_count desc, failure_reason, payment_status, begun.method, begun.currency
"""

DEBTORS = f"""
with owed as (
    select
        documents.account_key,
        documents.currency,
        sum(documents.open_amount) as open_amount,
        coalesce(
            sum(documents.open_amount) filter (where documents.days_overdue > 0), 0
        ) as overdue_amount,
        max(documents.days_overdue) as oldest_days,
        count(*) as document_count
    from fct_receivables as documents
    where documents.is_open and {condition("documents", ACCOUNTS, CURRENCY)}
    group by documents.account_key, documents.currency
)

select
    substr(owed.account_key, 1, 8) as account,
    accounts.segment,
    accounts.region,
    owed.currency,
    owed.open_amount,
    owed.overdue_amount,
    owed.oldest_days,
    owed.document_count
from owed
left join dim_accounts as accounts
    on accounts.account_key = owed.account_key
    and accounts.known_to = 9223372036854775807
    and accounts.valid_to >= timestamp '9999-12-31'
order by owed.open_amount desc, account, owed.currency
"""

bridge = listing(__name__, "bridge", BRIDGE, "One row a currency: how the balance moved.")
by_month = listing(__name__, "by_month", BY_MONTH, "Balance and movements by month, newest first.")
ageing = listing(
    __name__, "ageing", AGEING, "What is open at the end of each month, by days past due."
)
ages = listing(__name__, "ages", AGES, "The same with a column an age, newest month first.")
payments_by_method = listing(
    __name__, "payments_by_method", PAYMENTS_BY_METHOD, "Payments begun, by method."
)
failures = listing(__name__, "failures", FAILURES, "Payments that failed or went back, by reason.")
debtors = listing(__name__, "debtors", DEBTORS, "Accounts that owe at the last load, most first.")
