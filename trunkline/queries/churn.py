"""Who is likely to leave, as each model's last day of scores has it."""

from __future__ import annotations

from trunkline.queries.conditions import CUSTOMERS, condition
from trunkline.queries.listing import listing

NEWEST = f"""
with newest as (
    select scores.*
    from fct_churn_scores as scores
    where scores.is_newest and {condition("scores", CUSTOMERS)}
)
"""

SCORED = f"""
{NEWEST}

select
    newest.model_name,
    newest.model_version,
    newest.horizon_days,
    newest.as_of_date,
    count(*) as subscriptions
from newest
group by all
order by subscriptions desc, newest.model_name, newest.model_version, newest.as_of_date
"""

BY_BAND = f"""
{NEWEST},

bands(place, risk_band, begins_at, ends_at) as (
    values
        (1, 'from_50', 0.50, 1.01), (2, 'from_20', 0.20, 0.50), (3, 'from_10', 0.10, 0.20),
        (4, 'from_5', 0.05, 0.10), (5, 'below_5', 0.00, 0.05)
)

select
    bands.risk_band,
    count(newest.subscription_id) as subscriptions,
    cast(round(avg(newest.score), 6) as decimal(9, 6)) as mean_score,
    count(newest.has_left) as known_count,
    -- nobody known yet is not nobody gone
    case
        when count(newest.has_left) > 0 then count(*) filter (where newest.has_left)
    end as lost_count
from bands
left join newest
    on newest.score >= bands.begins_at
    and newest.score < bands.ends_at
group by bands.place, bands.risk_band
having (select count(*) from newest) > 0
order by bands.place
"""

SCORES = f"""
{NEWEST}

select
    newest.subscription_id,
    substr(newest.customer_key, 1, 8) as customer,
    customers.segment,
    customers.region,
    newest.score,
    newest.main_reason,
    newest.horizon_days,
    newest.as_of_date,
    newest.model_version
from newest
left join dim_customers as customers
    on customers.customer_key = newest.customer_key
order by newest.score desc, newest.subscription_id
"""

scored = listing(__name__, "scored", SCORED, "Which model scored how many, when and how far ahead.")
by_band = listing(__name__, "by_band", BY_BAND, "Subscriptions by band of their score.")
scores = listing(__name__, "scores", SCORES, "Subscriptions by score, highest first.")
