"""Revenue: what recurs, what moved it, who was charged for what, and how far the money has come."""

from __future__ import annotations

import streamlit as st

from dashboards.components.cards import card_grid
from dashboards.components.charged_charts import charged_chart, stages_chart
from dashboards.components.links import page_link
from dashboards.components.money_bridges import mrr_bridge
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import revenue

view = shown()
words = view.words

card_grid(
    view,
    "charged_revenue",
    "monthly_recurring_revenue",
    "net_revenue_retention",
    "gross_revenue_retention",
    columns=4,
)

left, right = st.columns(2)
with left, st.container(border=True, height="stretch"):
    st.subheader(words("revenue.bridge"), anchor=False)
    mrr_bridge(view)
with right, st.container(border=True, height="stretch"):
    st.subheader(words("revenue.charged"), anchor=False)
    charged_chart(view)

with st.container(border=True):
    st.subheader(words("revenue.movements"), anchor=False)
    table(view, "mrr_by_month", revenue.mrr_by_month)

with st.container(border=True):
    st.subheader(words("revenue.stages"), anchor=False)
    st.caption(words("revenue.stages_note"))
    stages_chart(view)
    table(view, "stages", revenue.stages)
    page_link(view, "data_trust", words("link.controls"))

with st.container(border=True):
    st.subheader(words("revenue.rows"), anchor=False)
    table(view, "revenue_rows", revenue.rows)
    page_link(view, "invoices", words("link.rows"))
