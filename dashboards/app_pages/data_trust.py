"""Data trust: whether today's numbers can be believed."""

from __future__ import annotations

import streamlit as st

from dashboards.components.cards import card_grid
from dashboards.components.controls import control_board, snapshot_list, status_chart
from dashboards.components.links import document_links
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import suspense, trust

# What a reader compares; the export holds every column.
CONTROL_COLUMNS = (
    "control",
    "scope",
    "currency",
    "is_balanced",
    "count_difference",
    "amount_difference",
    "left_amount",
    "right_amount",
)
FILE_COLUMNS = (
    "load_seq",
    "file_no",
    "source",
    "entity",
    "origin",
    "records",
    "accepted",
    "rejected",
    "landed_at",
)
REJECT_COLUMNS = ("load_seq", "file_no", "line_no", "entity", "origin", "field", "rule", "message")

view = shown()
words = view.words

document_links(view)
card_grid(
    view,
    "controls_broken",
    "control_residual",
    "accepted_records",
    "suspended_events",
    "suspense_share",
    "duplicate_share",
    "reject_share",
    "checks_passed",
    columns=4,
)

with st.container(border=True):
    st.subheader(words("trust.controls"), anchor=False)
    st.caption(words("trust.controls_note"))
    control_board(view)
    table(view, "control_totals", trust.control_rows, columns=CONTROL_COLUMNS)

tabs = st.tabs([words(f"trust.tab_{name}") for name in ("loads", "events", "gates", "snapshots")])
with tabs[0]:
    st.subheader(words("trust.sources"), anchor=False)
    table(view, "sources", trust.sources)
    st.subheader(words("trust.files"), anchor=False)
    table(view, "load_files", trust.files, columns=FILE_COLUMNS)
    st.subheader(words("trust.rejects"), anchor=False)
    st.caption(words("trust.rejects_note"))
    table(view, "rejects", trust.rejects, columns=REJECT_COLUMNS)
with tabs[1]:
    st.subheader(words("trust.statuses"), anchor=False)
    status_chart(view)
    table(view, "event_statuses", trust.statuses)
    st.subheader(words("usage.suspense"), anchor=False)
    table(view, "suspense_by_reason", suspense.by_reason)
    st.subheader(words("trust.suspended_charges"), anchor=False)
    table(view, "suspended_charges", suspense.one_time_charges)
with tabs[2]:
    st.subheader(words("trust.gates"), anchor=False)
    table(view, "gate_results", trust.gates)
    st.subheader(words("trust.runs"), anchor=False)
    table(view, "runs", trust.runs)
with tabs[3]:
    st.subheader(words("trust.snapshots"), anchor=False)
    snapshot_list(view)
