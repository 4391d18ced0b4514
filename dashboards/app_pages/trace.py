"""Trace: one charge, back to the file and line it came from."""

from __future__ import annotations

import streamlit as st

from dashboards.components import address
from dashboards.components.drill import chosen_event
from dashboards.components.event_explanation import event_explanation
from dashboards.components.event_steps import event_steps
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import explanation, trace

# The charge stands beside its event: on a narrow screen they are all that is seen at once.
CHARGE_COLUMNS = (
    "event_id",
    "charge",
    "service",
    "usage_date",
    "zone",
    "plan_id",
    "quantity",
    "free_quantity",
)

view = shown()
words = view.words
event = chosen_event()


def look_up() -> None:
    """Put the number that was typed into the address."""
    address.put("event", st.session_state["event_search"].strip() or None)


st.session_state["event_search"] = str(event or "")
st.text_input(
    words("trace.search"), key="event_search", on_change=look_up, icon=":material/search:"
)
if event is not None:
    event_steps(view, event)
    event_explanation(view, event, explanation.STEPS)

with st.container(border=True):
    st.subheader(words("trace.largest"), anchor=False)
    picked = table(view, "largest_charges", trace.largest, columns=CHARGE_COLUMNS, selects=True)
    st.caption(words("table.pick_trace"))
if picked and picked["event_id"] != str(event):
    address.put("event", picked["event_id"])
    st.rerun()
