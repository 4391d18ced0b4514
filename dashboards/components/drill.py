"""From an invoice to its lines and events: what stands in the address, step by step."""

from __future__ import annotations

import streamlit as st

from dashboards.components import address
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, money_exact, money_unrounded
from trunkline.presentation.moments import second
from trunkline.queries import invoices, line_events

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
    found = view.ask(line_events.line_total, invoice=invoice, line=line).records()
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
