"""Usage and rating: what is used, and at what effective price."""

from __future__ import annotations

import streamlit as st

from dashboards.components.cards import card_grid
from dashboards.components.links import to_trace
from dashboards.components.tables import table
from dashboards.components.usage_charts import (
    age_chart,
    allowance_chart,
    daily_chart,
    price_chart,
)
from dashboards.components.view import shown
from trunkline.queries import suspense, usage, watched_usage

# What a reader compares; the export holds every column.
SUSPENSE_COLUMNS = (
    "event_id",
    "reason",
    "service",
    "quantity",
    "estimated_amount",
    "age_days",
    "started_at",
)

ALERT_COLUMNS = (
    "event_id",
    "alert_id",
    "limit_share",
    "subscription_id",
    "cumulated_value",
    "limit_value",
    "currency",
    "charged_period",
    "reached_at",
)
BURST_COLUMNS = (
    "event_id",
    "alert_id",
    "subscription_id",
    "event_count",
    "window_value",
    "limit_value",
    "window_minutes",
    "reached_at",
)

view = shown()
words = view.words

card_grid(view, "rated_events", "rated_charges", "allowance_share", "late_charges", columns=4)

with st.container(border=True):
    st.subheader(words("usage.daily"), anchor=False)
    daily_chart(view)

left, right = st.columns(2)
with left, st.container(border=True, height="stretch"):
    st.subheader(words("usage.price"), anchor=False)
    price_chart(view)
with right, st.container(border=True, height="stretch"):
    st.subheader(words("usage.allowance"), anchor=False)
    allowance_chart(view)

with st.container(border=True):
    st.subheader(words("usage.zones"), anchor=False)
    st.caption(words("usage.zones_note"))
    table(view, "usage_by_zone", usage.by_zone)

with st.container(border=True):
    st.subheader(words("usage.watched"), anchor=False)
    st.caption(words("usage.watched_note"))
    card_grid(view, "usage_alerts", "fraud_bursts", columns=2)
    table(view, "alerts_by_limit", watched_usage.by_limit)
    alerted = table(view, "usage_alerts", watched_usage.alerts, columns=ALERT_COLUMNS, selects=True)
    burst = table(view, "fraud_bursts", watched_usage.bursts, columns=BURST_COLUMNS, selects=True)
    st.caption(words("table.pick_trace"))
    to_trace(alerted or burst)

with st.container(border=True):
    st.subheader(words("usage.suspense"), anchor=False)
    st.caption(words("usage.suspense_note"))
    age_chart(view)
    table(view, "suspense_by_reason", suspense.by_reason)
    picked = table(
        view, "suspended_events", suspense.events, columns=SUSPENSE_COLUMNS, selects=True
    )
    st.caption(words("table.pick_trace"))
    to_trace(picked)
