"""Receivables: who owes what and how late, how customers pay, and what bank and gateways say."""

from __future__ import annotations

import streamlit as st

from dashboards.components.cards import card_grid
from dashboards.components.money_bridges import balance_bridge
from dashboards.components.receivables_charts import (
    ageing_chart,
    credits_chart,
    has_gateways,
    is_anything_owed,
    methods_chart,
)
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import bank, receivables

# What a reader compares; the export holds every column.
STATEMENT_COLUMNS = (
    "statement_date",
    "bank_account",
    "opening_balance_amount",
    "booked_amount",
    "closing_balance_amount",
    "balance_check",
    "credit_count",
    "unmatched_credit_count",
)
GATEWAY_COLUMNS = (
    "gateway",
    "taken_amount",
    "unsettled_amount",
    "reported_amount",
    "again_amount",
    "given_back_amount",
    "fee_amount",
    "fee_difference_amount",
    "payout_amount",
)
TABS = ("debtors", "payments", "movements", "bank")

view = shown()
words = view.words
owed = is_anything_owed(view)

if owed:
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
else:
    st.info(words("receivables.nothing_owed"), icon=":material/inbox:")

names = {name: words(f"receivables.tab_{name}") for name in TABS}
tabs = st.tabs(list(names.values()), default=names["debtors" if owed else "bank"])
with tabs[0]:
    st.subheader(words("receivables.debtors"), anchor=False)
    st.caption(words("receivables.debtors_note"))
    table(view, "debtors", receivables.debtors)
with tabs[1]:
    st.subheader(words("receivables.methods"), anchor=False)
    methods_chart(view)
    table(view, "payments_by_method", receivables.payments_by_method)
    st.subheader(words("receivables.failures"), anchor=False)
    table(view, "payment_failures", receivables.failures)
with tabs[2]:
    st.subheader(words("receivables.movements"), anchor=False)
    table(view, "balances", receivables.by_month)
    st.subheader(words("receivables.ageing"), anchor=False)
    table(view, "ageing", receivables.ages)
# Last: a snapshot of an earlier version may lack what it needs, and shows all above.
with tabs[3]:
    st.subheader(words("receivables.bank"), anchor=False)
    card_grid(view, "bank_credits", "matched_credit_share", "unproven_statements", columns=3)
    credits_chart(view)
    st.caption(words("receivables.bank_note"))
    table(view, "bank_statements", bank.statements, columns=STATEMENT_COLUMNS)
    st.subheader(words("receivables.gateways"), anchor=False)
    if has_gateways(view):
        card_grid(view, "unsettled_payments", "gateway_fees", "gateway_fee_difference", columns=3)
        st.caption(words("receivables.gateways_note"))
        table(view, "gateways", bank.gateways, columns=GATEWAY_COLUMNS)
    else:
        st.info(words("receivables.no_gateways"), icon=":material/inbox:")
