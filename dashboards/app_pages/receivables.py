"""Receivables: who owes what and how late, how the balance moved, and how customers pay."""

from __future__ import annotations

import streamlit as st

from dashboards.components.cards import card_grid
from dashboards.components.money_bridges import balance_bridge
from dashboards.components.receivables_charts import ageing_chart, methods_chart
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import receivables

view = shown()
words = view.words

card_grid(
    view,
    "open_balance",
    "overdue_balance",
    "overdue_share",
    "days_sales_outstanding",
    "collected_amount",
    "payment_failure_share",
    columns=3,
)

left, right = st.columns(2)
with left, st.container(border=True, height="stretch"):
    st.subheader(words("receivables.ageing"), anchor=False)
    ageing_chart(view)
with right, st.container(border=True, height="stretch"):
    st.subheader(words("receivables.bridge"), anchor=False)
    balance_bridge(view)
    st.caption(words("receivables.bridge_note"))

with st.container(border=True):
    st.subheader(words("receivables.debtors"), anchor=False)
    st.caption(words("receivables.debtors_note"))
    table(view, "debtors", receivables.debtors)

with st.container(border=True):
    st.subheader(words("receivables.methods"), anchor=False)
    methods_chart(view)
    table(view, "payments_by_method", receivables.payments_by_method)
    st.subheader(words("receivables.failures"), anchor=False)
    table(view, "payment_failures", receivables.failures)

with st.container(border=True):
    st.subheader(words("receivables.movements"), anchor=False)
    table(view, "balances", receivables.by_month)
    st.subheader(words("receivables.ageing"), anchor=False)
    table(view, "ageing", receivables.ages)
