"""The way of one event: record, rating, invoice line, file and line; and each status it had."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards.components.tables import table
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, money_exact, money_unrounded
from trunkline.presentation.moments import second
from trunkline.presentation.quantities import quantity
from trunkline.queries import trace

LIFE_COLUMNS = ("status", "changed_at", "changed_seq", "caused_by", "reason")


def event_steps(view: View, event: int) -> None:
    """The four steps of one charge: event, rating, invoice line, file and line."""
    words = view.words
    row = view.ask(trace.event, event_id=event).records()[0]
    if row["status"] is None:
        key = "trace.not_charged" if row["load_seq"] is not None else "trace.unknown"
        st.warning(words(key, event=event), icon=":material/search_off:")
        if row["load_seq"] is None:
            return
    with st.grid(4, min_column_width=180, gap="small", key="trace_steps"):
        _step(view, "event", _event_facts(view, row))
        _step(view, "rating", _rating_facts(view, row))
        _step(view, "line", _line_facts(view, row))
        _step(view, "file", _file_facts(view, row))
    if row["status"] is not None:
        with st.container(border=True):
            st.subheader(words("trace.life"), anchor=False)
            table(view, "event_life", trace.life, columns=LIFE_COLUMNS, event_id=event)


def _step(view: View, name: str, facts: dict[str, str]) -> None:
    words = view.words
    icon = {"event": "sensors", "rating": "calculate", "line": "receipt_long", "file": "draft"}[
        name
    ]
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f":material/{icon}: **{words(f'trace.{name}')}**")
        for label, value in facts.items():
            with st.container(gap=None):
                st.caption(label)
                # Plain text: what came in files is never read as Markdown.
                st.text(value)


def _event_facts(view: View, row: dict[str, Any]) -> dict[str, str]:
    words, service = view.words, row["service"] or ""
    facts = {
        words("column.event_id"): row["event_id"],
        words("column.status"): words.label("status", row["status"]),
        words("column.started_at"): second(row["started_at"], view.zone),
        words("column.service"): " · ".join(
            words.label(kind, row[kind]) for kind in ("service", "direction", "zone") if row[kind]
        )
        or "–",
        words("column.quantity"): quantity(row["quantity"], service, view.language),
    }
    if row["reason"]:
        facts[words("column.reason")] = words.label("reason", row["reason"])
    if row["original_event_id"]:
        facts[words("column.original_event_id")] = row["original_event_id"]
    return facts


def _rating_facts(view: View, row: dict[str, Any]) -> dict[str, str]:
    words = view.words
    if row["charge"] is None:
        return {words("column.charge"): "–"}
    currency, service = row["currency"], row["service"]
    facts = {
        words("column.charge"): money_unrounded(row["charge"], currency),
        words("column.plan_id"): view.plan_name(row["plan_id"]),
        words("column.charge_id"): row["charge_id"],
        words("column.time_band"): words.label("time_band", row["time_band"]),
    }
    if row["unit_price"] is not None:
        price = money_unrounded(row["unit_price"], currency)
        facts[words("column.unit_price")] = words(
            "trace.price", price=price, size=quantity(row["rate_unit"], service, view.language)
        )
        facts[words("trace.metered")] = words(
            "trace.metered_free",
            metered=quantity(row["metered_quantity"], service, view.language),
            free=quantity(row["free_quantity"] or 0, service, view.language),
        )
    facts[words("column.rating_seq")] = grouped(row["rating_seq"])
    if row["rating_seq"] > row["load_seq"]:
        facts[words("column.reason")] = words("trace.waited", load=row["load_seq"])
    return facts


def _line_facts(view: View, row: dict[str, Any]) -> dict[str, str]:
    words = view.words
    if row["invoice_number"] is None:
        open_period = row["charged_period"]
        text = words("trace.unbilled") if open_period else "–"
        return {
            words("column.invoice_number"): text,
            words("column.period"): str(open_period or "–"),
        }
    return {
        words("column.invoice_number"): row["invoice_number"],
        words("column.line_number"): str(row["line_number"]),
        words("column.description"): row["description"],
        words("column.net_amount"): money_exact(row["net_amount"], row["currency"]),
        words("column.period"): str(row["charged_period"])
        + (f" · {words('trace.late')}" if row["is_late"] else ""),
    }


def _file_facts(view: View, row: dict[str, Any]) -> dict[str, str]:
    words = view.words
    return {
        words("column.origin"): row["origin"] or "–",
        words("column.line_no"): grouped(row["line_no"]),
        words("column.load_seq"): words("trace.load", load=row["load_seq"], file=row["file_no"]),
        words("column.sha256"): (row["sha256"] or "–")[:16],
        words("column.landed_at"): second(row["landed_at"], view.zone),
    }
