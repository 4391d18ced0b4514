"""Customers: who they are, who came and left and why, how they are served and what they say."""

from __future__ import annotations

import streamlit as st

from dashboards.components.cards import card_grid
from dashboards.components.customer_charts import (
    come_and_gone_chart,
    contacts_chart,
    reasons_chart,
    risk_chart,
    surveys_chart,
)
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import care, churn, customers

# Model, day and horizon stand above the table; the export holds every column.
SCORE_COLUMNS = ("subscription_id", "customer", "segment", "region", "score", "main_reason")
BAND_COLUMNS = ("risk_band", "subscriptions", "mean_score")
# What came of the scores is known once their horizon is over.
OUTCOME_COLUMNS = ("known_count", "lost_count")

view = shown()
words = view.words

card_grid(
    view,
    "active_customers",
    "new_customers",
    "lost_customers",
    "customer_churn_share",
    columns=4,
)
left, right = st.columns([6, 5])
with left, st.container(border=True, height="stretch"):
    st.subheader(words("customers.come_and_gone"), anchor=False)
    come_and_gone_chart(view)
with right, st.container(border=True, height="stretch"):
    st.subheader(words("customers.reasons"), anchor=False)
    reasons_chart(view)
    st.caption(words("customers.reasons_note"))

TABS = ("who", "tickets", "contacts", "surveys", "risk")
tabs = st.tabs([words(f"customers.tab_{name}") for name in TABS])
with tabs[0]:
    st.subheader(words("customers.who"), anchor=False)
    st.caption(words("customers.who_note"))
    beside, besides = st.columns(2)
    with beside:
        table(view, "customers_by_status", customers.by_status)
        table(view, "customers_by_segment", customers.by_segment)
    with besides:
        table(view, "customers_by_region", customers.by_region)
    st.subheader(words("customers.reasons"), anchor=False)
    table(view, "leaving_reasons", customers.reasons)
    st.subheader(words("customers.come_and_gone"), anchor=False)
    table(view, "come_and_gone", customers.come_and_gone)
with tabs[1]:
    card_grid(
        view,
        "tickets_opened",
        "first_response_time",
        "first_response_late_share",
        "resolution_time",
        "resolution_late_share",
        "overdue_tickets",
        columns=3,
    )
    st.subheader(words("customers.tickets"), anchor=False)
    st.caption(words("customers.tickets_note"))
    table(view, "tickets_by_category", care.tickets_by_category)
    st.subheader(words("customers.open_tickets"), anchor=False)
    table(view, "open_tickets", care.open_tickets)
with tabs[2]:
    card_grid(view, "contacts_received", "repeat_contact_share", columns=2)
    st.subheader(words("customers.contacts"), anchor=False)
    contacts_chart(view)
    table(view, "contacts_by_reason", care.contacts_by_reason)
with tabs[3]:
    card_grid(view, "net_promoter_score", "customer_satisfaction", "customer_ease", columns=3)
    st.subheader(words("customers.surveys"), anchor=False)
    surveys_chart(view)
    table(view, "surveys_by_month", care.surveys_by_month)
with tabs[4]:
    st.subheader(words("customers.risk"), anchor=False)
    if risk_chart(view):
        table(view, "churn_scores", churn.scores, columns=SCORE_COLUMNS)
        is_known = any(view.ask(churn.by_band).column("known_count"))
        columns = (*BAND_COLUMNS, *OUTCOME_COLUMNS) if is_known else BAND_COLUMNS
        table(view, "churn_bands", churn.by_band, columns=columns)
