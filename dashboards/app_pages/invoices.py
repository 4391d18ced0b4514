"""Invoices: from an invoice to its lines, to the events behind a line, to the file and line."""

from __future__ import annotations

import streamlit as st

from dashboards.components import address
from dashboards.components.cards import card_grid
from dashboards.components.drill import (
    chosen_invoice,
    chosen_line,
    crumbs,
    invoice_facts,
    tie_out,
)
from dashboards.components.links import to_trace
from dashboards.components.tables import table
from dashboards.components.view import shown
from trunkline.queries import invoices, line_events

# What a reader compares; the export holds every column.
INVOICE_COLUMNS = (
    "invoice_number",
    "gross_amount",
    "net_amount",
    "tax_amount",
    "line_count",
    "period",
    "issued_at",
    "account",
)
LINE_COLUMNS = (
    "line_number",
    "description",
    "quantity",
    "net_amount",
    "tax_amount",
    "gross_amount",
    "is_late",
)
# What differs from event to event; the export holds every column.
EVENT_COLUMNS = (
    "event_id",
    "usage_date",
    "quantity",
    "free_quantity",
    "charge",
    "origin",
    "line_no",
)

view = shown()
words = view.words
invoice, line = chosen_invoice(), chosen_line()

crumbs(view, invoice, line)
if invoice is None:
    card_grid(
        view, "billed_revenue", "invoice_count", "invoiced_tax", "unbilled_charges", columns=4
    )
    with st.container(border=True):
        st.subheader(words("invoices.list"), anchor=False)
        number = st.text_input(
            words("invoices.search"),
            key="invoice_search",
            type="search",
            placeholder=words("invoices.search_hint"),
        )
        picked = table(
            view,
            "invoices",
            invoices.invoices,
            columns=INVOICE_COLUMNS,
            selects=True,
            number=number or None,
        )
        st.caption(words("invoices.pick_invoice"))
    if picked:
        address.put("invoice", picked["invoice_number"])
        st.rerun()
elif line is None and invoice_facts(view, invoice):
    with st.container(border=True):
        st.subheader(words("invoices.lines"), anchor=False)
        picked = table(
            view,
            "invoice_lines",
            invoices.lines,
            columns=LINE_COLUMNS,
            selects=True,
            invoice=invoice,
        )
        st.caption(words("invoices.pick_line"))
    if picked:
        address.put("line", str(picked["line_number"]))
        st.rerun()
elif line is not None:
    with st.container(border=True):
        st.subheader(words("invoices.events"), anchor=False)
        tie_out(view, invoice, line)
        picked = table(
            view,
            "line_events",
            line_events.line_events,
            columns=EVENT_COLUMNS,
            selects=True,
            invoice=invoice,
            line=line,
        )
        st.caption(words("table.pick_trace"))
    to_trace(picked)
