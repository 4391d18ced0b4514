"""Executive: money, customers, quality and care beside the plan, and what needs a look first."""

from __future__ import annotations

import streamlit as st

from dashboards.components.alerts import Concern, alerts
from dashboards.components.cards import area
from dashboards.components.links import page_link
from dashboards.components.notes import notes_of
from dashboards.components.notes_section import notes_section
from dashboards.components.revenue_charts import has_movers, movers_chart, revenue_chart
from dashboards.components.tables import table
from dashboards.components.targets import targets_of
from dashboards.components.view import shown
from trunkline.queries import executive

# The page behind each area, its main metric, and those beside it.
AREAS = {
    "money": (
        "invoices",
        "billed_revenue",
        "revenue_per_subscription",
        "open_balance",
        "days_sales_outstanding",
    ),
    "customers": (
        "customers",
        "active_subscriptions",
        "net_additions",
        "active_customers",
        "customer_churn_share",
    ),
    "quality": (
        "network",
        "network_availability",
        "setup_success_rate",
        "drop_rate",
        "outages_begun",
    ),
    "care": (
        "customers",
        "first_response_late_share",
        "resolution_late_share",
        "net_promoter_score",
        "contacts_received",
    ),
}

view = shown()
words = view.words
targets = targets_of(view)
notes = notes_of(view)

alerts(
    view,
    Concern("open_outages", "network", ":material/cell_tower:"),
    Concern("full_cells", "network", ":material/signal_cellular_alt:"),
    Concern("overdue_tickets", "customers", ":material/support_agent:"),
    Concern("long_overdue_balance", "receivables", ":material/hourglass_bottom:"),
    Concern("suspended_events", "usage", ":material/pending:"),
)
with st.grid(4, min_column_width=190, gap="small", key="areas"):
    for name, (page, *metric_ids) in AREAS.items():
        area(view, name, page, *metric_ids, targets=targets, noted=notes.counted())
notes_section(view, notes, [each for _, *shown_here in AREAS.values() for each in shown_here])

left, right = st.columns([6, 5])
with left, st.container(border=True, height="stretch"):
    st.subheader(words("executive.revenue"), anchor=False)
    revenue_chart(view)
    page_link(view, "invoices", words("link.rows"))
with right, st.container(border=True, height="stretch"):
    st.subheader(words("executive.movers"), anchor=False)
    movers_chart(view)
    page_link(view, "usage", words("link.usage"))

if has_movers(view):
    with st.container(border=True):
        st.subheader(words("executive.all_movers"), anchor=False)
        table(view, "movers", executive.movers)
