"""Executive: what was billed, what moved, and what needs a look first."""

from __future__ import annotations

import streamlit as st

from dashboards.components.alerts import alerts
from dashboards.components.cards import card_grid
from dashboards.components.links import page_link
from dashboards.components.revenue_charts import movers_chart, revenue_chart
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import executive

view = shown()
words = view.words

alerts(view)
card_grid(
    view,
    "billed_revenue",
    "active_subscriptions",
    "revenue_per_subscription",
    "unbilled_charges",
    "suspended_events",
    "control_residual",
    columns=3,
)

left, right = st.columns([6, 5])
with left, st.container(border=True, height="stretch"):
    st.subheader(words("executive.revenue"), anchor=False)
    revenue_chart(view)
    page_link(view, "invoices", words("link.rows"))
with right, st.container(border=True, height="stretch"):
    st.subheader(words("executive.movers"), anchor=False)
    movers_chart(view)
    page_link(view, "usage", words("link.usage"))

if view.filters.month:
    with st.container(border=True):
        st.subheader(words("executive.all_movers"), anchor=False)
        table(view, "movers", executive.movers)
