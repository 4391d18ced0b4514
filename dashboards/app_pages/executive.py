"""Executive: money, customers, quality and care beside the plan, and what needs a look first."""

from __future__ import annotations

import streamlit as st

from dashboards.components.alerts import Concern, alerts
from dashboards.components.cards import area
from dashboards.components.links import page_link
from dashboards.components.revenue_charts import has_movers, movers_chart, revenue_chart
from dashboards.components.tables import table
from dashboards.components.targets import targets_of
from dashboards.components.view import shown
from trunkline.queries import executive

view = shown()
words = view.words
targets = targets_of(view)

alerts(
    view,
    Concern("open_outages", "network", ":material/cell_tower:"),
    Concern("full_cells", "network", ":material/signal_cellular_alt:"),
    Concern("overdue_tickets", "customers", ":material/support_agent:"),
    Concern("long_overdue_balance", "receivables", ":material/hourglass_bottom:"),
    Concern("suspended_events", "usage", ":material/pending:"),
)
with st.grid(4, min_column_width=190, gap="small", key="areas"):
    area(
        view,
        "money",
        "invoices",
        "billed_revenue",
        "revenue_per_subscription",
        "open_balance",
        "days_sales_outstanding",
        targets=targets,
    )
    area(
        view,
        "customers",
        "customers",
        "active_subscriptions",
        "net_additions",
        "active_customers",
        "customer_churn_share",
        targets=targets,
    )
    area(
        view,
        "quality",
        "network",
        "network_availability",
        "setup_success_rate",
        "drop_rate",
        "outages_begun",
        targets=targets,
    )
    area(
        view,
        "care",
        "customers",
        "first_response_late_share",
        "resolution_late_share",
        "net_promoter_score",
        "contacts_received",
        targets=targets,
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

if has_movers(view):
    with st.container(border=True):
        st.subheader(words("executive.all_movers"), anchor=False)
        table(view, "movers", executive.movers)
