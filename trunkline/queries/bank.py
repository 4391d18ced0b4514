"""What the bank says, and what the gateways settled against what they took."""

from __future__ import annotations

from trunkline.queries.conditions import ACCOUNTS, CURRENCY, MONTH, STATED_ON, condition
from trunkline.queries.listing import listing

# Statements know no customers: a choice of segments or regions does not narrow them.
STATED = f"""
stated as (
    select
        {STATED_ON} as statement_date,
        statements.*,
        statements.credit_count - statements.matched_credit_count as unmatched_credit_count,
        statements.credit_amount - statements.matched_credit_amount as unmatched_credit_amount
    from fct_bank_statements as statements
    where {condition("statements", CURRENCY)}
)
"""

STATEMENTS = f"""
with {STATED}

select
    stated.statement_date,
    stated.bank_account,
    stated.currency,
    stated.opening_balance_amount,
    stated.booked_amount,
    stated.closing_balance_amount,
    stated.balance_check,
    stated.difference_amount,
    stated.is_complete,
    stated.credit_count,
    stated.credit_amount,
    stated.unmatched_credit_count,
    stated.unmatched_credit_amount,
    stated.statement_id,
    stated.page_number
from stated
where {condition("stated", MONTH, column="statement_date")}
order by
    stated.balance_check = 'balanced' and stated.is_complete,
    stated.unmatched_credit_count = 0,
    stated.statement_date desc,
    stated.bank_account,
    stated.statement_id,
    stated.page_number
"""

CREDITS_BY_MONTH = f"""
with {STATED}

select
    cast(date_trunc('month', stated.statement_date) as date) as month,
    stated.currency,
    sum(stated.matched_credit_amount) as matched_credit_amount,
    sum(stated.unmatched_credit_amount) as unmatched_credit_amount
from stated
group by all
having sum(stated.credit_amount) > 0
order by month, stated.currency
"""

# A gateway takes payments and settles them later; one that sends no report settles nothing here.
GATEWAYS = f"""
with reporting as (
    select distinct gateway from fct_settlements
),

settled_payments as (
    select distinct payment_id from fct_settlements where kind = 'payment'
),

taken as (
    select
        payments.gateway,
        payments.currency,
        count(*) as payment_count,
        sum(payments.settled_amount) as taken_amount,
        sum(case when settled_payments.payment_id is null then payments.settled_amount else 0 end)
            as unsettled_amount
    from fct_payments as payments
    inner join reporting
        on reporting.gateway = payments.gateway
    left join settled_payments
        on settled_payments.payment_id = payments.payment_id
    where payments.settled_date is not null
        and {condition("payments", ACCOUNTS, CURRENCY)}
        and {condition("payments", MONTH, column="settled_date")}
    group by payments.gateway, payments.currency
),

lines as (
    select
        settlements.*,
        payments.account_key,
        cast(timezone($zone, timezone('UTC', settlements.settled_at)) as date) as settled_on
    from fct_settlements as settlements
    left join fct_payments as payments
        on payments.payment_id = settlements.payment_id
),

settled as (
    select
        lines.gateway,
        lines.currency,
        sum(case when lines.kind = 'payment' then lines.gross_amount else 0 end)
            as reported_amount,
        sum(
            case when lines.kind = 'payment' and lines.is_settled_again
                then lines.gross_amount else 0 end
        ) as again_amount,
        -sum(case when lines.kind <> 'payment' then lines.gross_amount else 0 end)
            as given_back_amount,
        sum(lines.fee_amount) as fee_amount,
        coalesce(sum(lines.fee_difference_amount), 0) as fee_difference_amount,
        sum(lines.net_amount) as payout_amount,
        count(*) filter (where not lines.is_transaction_known) as unknown_count
    from lines
    where {condition("lines", ACCOUNTS, CURRENCY)}
        and {condition("lines", MONTH, column="settled_on")}
    group by lines.gateway, lines.currency
)

select
    coalesce(taken.gateway, settled.gateway) as gateway,
    coalesce(taken.currency, settled.currency) as currency,
    coalesce(taken.payment_count, 0) as payment_count,
    taken.taken_amount,
    taken.unsettled_amount,
    settled.reported_amount,
    settled.again_amount,
    settled.given_back_amount,
    settled.fee_amount,
    settled.fee_difference_amount,
    settled.payout_amount,
    settled.unknown_count
from taken
full outer join settled
    on settled.gateway = taken.gateway
    and settled.currency = taken.currency
order by taken.taken_amount desc nulls last, gateway, currency
"""

statements = listing(
    __name__, "statements", STATEMENTS, "Pages of statements, those that prove nothing first."
)
credits_by_month = listing(
    __name__, "credits_by_month", CREDITS_BY_MONTH, "What came in, and whose payment is known."
)
gateways = listing(
    __name__, "gateways", GATEWAYS, "What each gateway took, settled, kept and paid out."
)
