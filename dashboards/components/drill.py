"""From an invoice to its lines, events, file and line: what stands in the address, step by step."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards.components import address
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, money_exact, money_unrounded
from trunkline.presentation.moments import second
from trunkline.presentation.quantities import quantity
from trunkline.queries import invoices, trace

HIGHEST_EVENT = 2**63 - 1


def chosen_invoice() -> str | None:
    """The invoice that the address names."""
    return st.query_params.get("invoice") or None


def chosen_line() -> int | None:
    """The line that the address names, with an invoice; anything but a number is none."""
    text = st.query_params.get("line", "")
    return int(text) if chosen_invoice() and text.isdecimal() and len(text) < 10 else None


def chosen_event() -> int | None:
    """The event that the address names; anything but such a number is none."""
    text = st.query_params.get("event", "")
    number = int(text) if text.isdecimal() and len(text) < 20 else -1
    return number if 0 <= number <= HIGHEST_EVENT else None


def crumbs(view: View, invoice: str | None, line: int | None) -> None:
    """Where one stands between all invoices and one line, and the way back."""
    words = view.words
    if invoice is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="crumbs"):
        st.button(
            words("invoices.all"),
            key="to_all",
            icon=":material/arrow_back:",
            on_click=address.take_back,
            args=("invoice", "line"),
        )
        if line is not None:
            st.button(
                words("invoices.one", number=invoice),
                key="to_invoice",
                icon=":material/arrow_back:",
                on_click=address.take_back,
                args=("line",),
            )
            st.markdown(f"**{words('invoices.line', number=line)}**", width="content")
        else:
            st.markdown(f"**{words('invoices.one', number=invoice)}**", width="content")


def invoice_facts(view: View, invoice: str) -> bool:
    """An invoice's period, account and sums; a warning and False when there is none of the number.

    The page's filters do not narrow it: the address names it.
    """
    words = view.words
    found = view.ask(invoices.one_invoice, invoice=invoice).records()
    if not found:
        st.warning(words("invoices.unknown", number=invoice), icon=":material/search_off:")
        return False
    row = found[0]
    facts = {
        words("filter.month"): f"{row['period']} – {row['next_period']}",
        words("column.account"): row["account"],
        words("column.issued_at"): second(row["issued_at"], view.zone),
    } | {
        words(f"column.{name}"): money_exact(row[name], row["currency"])
        for name in ("net_amount", "tax_amount", "gross_amount")
    }
    with st.container(border=True), st.grid(3, min_column_width=150, gap="small", key="facts"):
        for label, value in facts.items():
            with st.container(gap=None):
                st.caption(label)
                st.text(value)
    return True


def tie_out(view: View, invoice: str, line: int) -> None:
    """What the events behind a line add up to, beside what the line says."""
    words = view.words
    found = view.ask(invoices.line_total, invoice=invoice, line=line).records()
    if not found:
        return
    row = found[0]
    values = {
        "events": money_unrounded(row["charge"], row["currency"]),
        "line": money_unrounded(row["unrounded_amount"], row["currency"]),
        "count": grouped(row["event_count"]),
    }
    if row["event_count"] == 0:
        st.info(words("invoices.no_events"), icon=":material/event_repeat:")
    elif row["charge"] == row["unrounded_amount"]:
        st.success(words("invoices.ties", **values), icon=":material/check_circle:")
    else:
        st.error(words("invoices.differs", **values), icon=":material/balance:")


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
