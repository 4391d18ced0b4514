"""What recurs and what moved it, what was charged and to whom, and how far the money has come."""

from __future__ import annotations

from trunkline.queries.conditions import (
    ACCOUNTS,
    CURRENCY,
    MONTH,
    OWN_REGION,
    OWN_SEGMENT,
    PLANS,
    condition,
)
from trunkline.queries.listing import listing

CHOSEN_MOVEMENTS = condition("movements", ACCOUNTS, PLANS, CURRENCY)
CHOSEN_REVENUE = condition("revenue", OWN_SEGMENT, OWN_REGION, PLANS, CURRENCY)

# What is worth more to one plan and less to another leaves no movement, but a choice of plans sees
# it come and go: the transfer, without which the bridge over several months would not close.
MRR_MONTHS = f"""
with months as (
    select
        movements.month,
        movements.currency,
        sum(movements.opening_amount) as opening_amount,
        sum(movements.new_amount) as new_amount,
        sum(movements.expansion_amount) as expansion_amount,
        sum(movements.reactivation_amount) as reactivation_amount,
        sum(movements.contraction_amount) as contraction_amount,
        sum(movements.churn_amount) as churn_amount,
        sum(movements.closing_amount) as closing_amount,
        count(*) filter (where movements.closing_amount > 0) as subscriptions
    from fct_mrr_movements as movements
    where {CHOSEN_MOVEMENTS}
    group by movements.month, movements.currency
)
"""

MRR_BY_MONTH = f"""
{MRR_MONTHS}
select * from months
order by month desc, currency
"""

MRR_BRIDGE = f"""
{MRR_MONTHS},

spanned as (
    select
        months.currency,
        min_by(months.opening_amount, months.month) as opening_amount,
        sum(months.new_amount) as new_amount,
        sum(months.expansion_amount) as expansion_amount,
        sum(months.reactivation_amount) as reactivation_amount,
        sum(months.contraction_amount) as contraction_amount,
        sum(months.churn_amount) as churn_amount,
        max_by(months.closing_amount, months.month) as closing_amount
    from months
    where {condition("months", MONTH, column="month")}
    group by months.currency
)

select
    *,
    closing_amount - opening_amount - new_amount - expansion_amount - reactivation_amount
        - contraction_amount - churn_amount as transfer_amount
from spanned
order by currency
"""


def _by(part: str) -> str:
    return f"""
select
    revenue.month,
    coalesce({part}, 'unknown') as part,
    revenue.currency,
    sum(revenue.amount) as amount
from fct_revenue_monthly as revenue
where {CHOSEN_REVENUE}
group by all
order by revenue.month, part, revenue.currency
"""


REVENUE_ROWS = f"""
select
    revenue.month,
    revenue.segment,
    revenue.region,
    revenue.plan_id,
    revenue.charge_kind,
    revenue.service,
    revenue.currency,
    cast(sum(revenue.event_count) as bigint) as event_count,
    sum(revenue.amount) as charged_amount,
    sum(revenue.billed_amount) as billed_amount,
    sum(revenue.unbilled_amount) as unbilled_amount
from fct_revenue_monthly as revenue
where {CHOSEN_REVENUE} and {condition("revenue", MONTH, column="month")}
group by all
order by charged_amount desc, revenue.month, revenue.segment, revenue.region, revenue.plan_id,
    revenue.charge_kind, revenue.service, revenue.currency
"""

STAGES = f"""
select
    days.stage,
    days.currency,
    cast(sum(days.record_count) as bigint) as record_count,
    sum(days.amount) as stage_amount,
    min(days.stage_day) as first_day,
    max(days.stage_day) as last_day
from fct_assurance as days
where {condition("days", CURRENCY, MONTH, column="stage_day")}
group by days.stage, days.currency
order by case days.stage
    when 'used' then 1 when 'rated' then 2 when 'billed' then 3 when 'owed' then 4
    when 'posted' then 5 else 6 end, days.currency
"""

mrr_bridge = listing(
    __name__, "mrr_bridge", MRR_BRIDGE, "One row a currency: from opening to closing MRR."
)
mrr_by_month = listing(
    __name__, "mrr_by_month", MRR_BY_MONTH, "MRR of each month, newest first, with its movements."
)
by_segment = listing(
    __name__, "by_segment", _by("revenue.segment"), "Charges of each month by segment."
)
by_region = listing(
    __name__, "by_region", _by("revenue.region"), "Charges of each month by region."
)
by_plan = listing(__name__, "by_plan", _by("revenue.plan_id"), "Charges of each month by plan.")
by_kind = listing(
    __name__,
    "by_kind",
    _by(
        "case when revenue.charge_kind = 'usage' then revenue.service else revenue.charge_kind end"
    ),
    "Charges of each month by service used, or by kind of charge.",
)
rows = listing(__name__, "rows", REVENUE_ROWS, "Charges by all that tells them apart.")
stages = listing(
    __name__, "stages", STAGES, "Usage, rated usage, bills and payments of the days of a month."
)
