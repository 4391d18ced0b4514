"""Network: which cells fill up, how good the service is, what was out, and what is not known."""

from __future__ import annotations

import streamlit as st

from dashboards.components.cards import card_grid
from dashboards.components.network_charts import fullest_chart, missing_chart, quality_chart
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import network

# The words that tell most stand first: on a narrow screen they are all that is seen at once.
OUTAGE_COLUMNS = (
    "outage_id",
    "outage_state",
    "region",
    "cause",
    "began_at",
    "duration_seconds",
    "cell_count",
    "severity",
    "outage_ended_at",
    "is_planned",
)

view = shown()
words = view.words

card_grid(
    view,
    "network_availability",
    "setup_success_rate",
    "drop_rate",
    "transfer_success_rate",
    "full_cells",
    "outages_begun",
    "open_outages",
    "missing_hours_share",
    columns=4,
)

left, right = st.columns([6, 5])
with left, st.container(border=True, height="stretch"):
    st.subheader(words("network.quality"), anchor=False)
    quality_chart(view)
with right, st.container(border=True, height="stretch"):
    st.subheader(words("network.fullest"), anchor=False)
    fullest_chart(view)
    st.caption(words("network.fullest_note"))

tabs = st.tabs([words(f"network.tab_{name}") for name in ("outages", "cells", "days", "missing")])
with tabs[0]:
    st.subheader(words("network.outages"), anchor=False)
    st.caption(words("network.outages_note"))
    table(view, "outages", network.outages, columns=OUTAGE_COLUMNS)
with tabs[1]:
    st.subheader(words("network.fullest"), anchor=False)
    table(view, "fullest_cells", network.fullest)
    st.subheader(words("network.worst"), anchor=False)
    table(view, "worst_cells", network.worst)
with tabs[2]:
    st.subheader(words("network.quality"), anchor=False)
    table(view, "quality_by_day", network.quality_by_day)
with tabs[3]:
    st.subheader(words("network.missing"), anchor=False)
    st.caption(words("network.missing_note"))
    missing_chart(view)
    table(view, "missing_hours", network.missing_hours)
