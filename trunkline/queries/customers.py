"""Who the customers are, who came and who left, and why."""

from __future__ import annotations

from trunkline.queries.conditions import MONTH, OWN_REGION, OWN_SEGMENT, condition
from trunkline.queries.listing import listing

CHOSEN = condition("customers", OWN_REGION, OWN_SEGMENT)

BY_STATUS = f"""
select customers.status as customer_status, count(*) as customer_count
from dim_customers as customers
where {CHOSEN}
group by all
order by customer_count desc, customer_status
"""

BY_SEGMENT = f"""
select
    customers.segment,
    customers.status as customer_status,
    count(*) as customer_count,
    cast(round(avg(customers.tenure_months), 1) as decimal(9, 1)) as mean_tenure_months
from dim_customers as customers
where {CHOSEN}
group by all
order by customers.segment desc, customer_count desc, customer_status
"""

BY_REGION = f"""
select
    coalesce(customers.region, 'unknown') as region,
    count(*) filter (where customers.status = 'active') as active_count,
    count(*) filter (where customers.status = 'inactive') as lost_count,
    count(*) filter (where customers.status = 'prospect') as prospect_count
from dim_customers as customers
where {CHOSEN}
group by all
order by active_count desc, region
"""

COME_AND_GONE = f"""
with months as (
    select distinct cast(date_trunc('month', usage_date) as date) as month from fct_usage_daily
),

events as (
    select cast(date_trunc('month', customers.customer_since) as date) as month, 'new' as movement
    from dim_customers as customers
    where customers.status in ('active', 'inactive') and {CHOSEN}
    union all
    select cast(date_trunc('month', customers.left_on) as date), 'left'
    from dim_customers as customers
    where customers.status = 'inactive' and {CHOSEN}
)

select
    months.month,
    count(*) filter (where events.movement = 'new') as new_count,
    count(*) filter (where events.movement = 'left') as lost_count
from months
left join events
    on events.month = months.month
group by months.month
order by months.month
"""

REASONS = f"""
with gone as (
    select
        coalesce(customers.status_reason, 'unknown') as leaving_reason,
        customers.segment,
        customers.left_on
    from dim_customers as customers
    where customers.status = 'inactive' and {CHOSEN}
)

select gone.leaving_reason, gone.segment, count(*) as customer_count
from gone
where {condition("gone", MONTH, column="left_on")}
group by all
order by customer_count desc, gone.leaving_reason, gone.segment
"""

by_status = listing(__name__, "by_status", BY_STATUS, "Customers by status, now.")
by_segment = listing(__name__, "by_segment", BY_SEGMENT, "Customers by segment and status, now.")
by_region = listing(__name__, "by_region", BY_REGION, "Customers by region, now.")
come_and_gone = listing(
    __name__, "come_and_gone", COME_AND_GONE, "Customers who came and who left, by month."
)
reasons = listing(__name__, "reasons", REASONS, "Why customers left, as they or we put it.")
