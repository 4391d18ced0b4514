"""Which lines reached a share of a limit, and which used very much within a short time."""

from __future__ import annotations

from trunkline.queries.conditions import MONTH, PLANS, condition
from trunkline.queries.listing import listing

ALERTS_CHOSEN = condition("alerts", PLANS, MONTH, column="charged_period")
BURSTS_CHOSEN = condition("bursts", PLANS, MONTH, column="usage_date")

BY_LIMIT = f"""
select
    alerts.alert_id,
    alerts.share as limit_share,
    alerts.measure as counted_measure,
    alerts.currency,
    count(*) as alert_count,
    count(distinct alerts.subscription_id) as subscription_count,
    max(alerts.reached_at) as reached_at
from fct_usage_alerts as alerts
where {ALERTS_CHOSEN}
group by alerts.alert_id, alerts.share, alerts.measure, alerts.currency
order by alerts.alert_id, alerts.share, alerts.measure, alerts.currency
"""

ALERTS = f"""
select
    cast(alerts.event_id as varchar) as event_id,
    alerts.alert_id,
    alerts.share as limit_share,
    alerts.subscription_id,
    alerts.plan_id,
    alerts.measure as counted_measure,
    alerts.cumulated_value,
    alerts.limit_value,
    alerts.currency,
    alerts.charged_period,
    alerts.rating_seq,
    alerts.reached_at
from fct_usage_alerts as alerts
where {ALERTS_CHOSEN}
order by alerts.rating_seq desc, alerts.reached_at desc, alerts.event_id, alerts.alert_id,
    alerts.share desc
"""

BURSTS = f"""
select
    cast(bursts.event_id as varchar) as event_id,
    bursts.alert_id,
    bursts.share as limit_share,
    bursts.subscription_id,
    bursts.plan_id,
    bursts.measure as counted_measure,
    bursts.event_count,
    bursts.window_value,
    bursts.limit_value,
    bursts.currency,
    bursts.window_minutes,
    bursts.usage_date,
    bursts.rating_seq,
    bursts.reached_at
from fct_fraud_bursts as bursts
where {BURSTS_CHOSEN}
order by bursts.rating_seq desc, bursts.reached_at desc, bursts.event_id, bursts.alert_id,
    bursts.share desc
"""

by_limit = listing(__name__, "by_limit", BY_LIMIT, "Alerts raised, by alert and share of a limit.")
alerts = listing(__name__, "alerts", ALERTS, "Alerts raised, the newest load first.")
bursts = listing(__name__, "bursts", BURSTS, "Bursts of usage, the newest load first.")
