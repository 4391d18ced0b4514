"""How one event came by its charge: a tab a step, and whether the steps lead to what is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from dashboards.components import states
from dashboards.components.reading import LACKING
from dashboards.components.tables import table
from dashboards.components.view import View
from trunkline.queries.explanation import check, fate
from trunkline.queries.table import Table
from trunkline.queries.waiting import CURES

# What a reader follows; the export holds every column.
COLUMNS = {
    "guiding": ("item", "code", "detail", "valid_from", "valid_to", "known_from", "known_to",
                "origin", "line_no"),
    "price": ("charge_id", "price_kind", "plan_id", "time_band", "initial_increment",
              "next_increment", "connect_fee", "valid_from", "valid_to", "known_from", "known_to",
              "origin", "line_no", "tiers_origin", "tiers_line_no"),
    "segments": ("segment_number", "from_offset", "to_offset", "time_band", "charge_id",
                 "quantity", "metered_quantity", "free_quantity", "charged_quantity",
                 "connect_fee", "charge"),
    "metering": ("segment_number", "quantity", "initial_increment", "next_increment",
                 "metering_stage", "metered_quantity", "free_quantity", "charged_quantity"),
    "draws": ("bucket_id", "owner_kind", "granted_quantity", "balance_before", "free_quantity",
              "lost_quantity", "balance_after", "origin", "line_no"),
    "tiers": ("segment_number", "tier_number", "from_quantity", "to_quantity", "counted_before",
              "quantity", "stepped_quantity", "tier_price", "rate_unit", "flat_fee",
              "exact_amount"),
    "rounding": ("rounded", "segment_number", "exact_amount", "bound", "bounded_amount",
                 "rounding_mode", "rounding_decimals", "result"),
    "lines": ("invoice_number", "line_number", "charge_id", "event_amount", "unrounded_amount",
              "rounding_mode", "rounding_decimals", "rounding_amount", "net_amount"),
}  # fmt: skip
CHECK_COLUMNS = ("item", "segment_number", "explained", "stored")


def event_explanation(view: View, event: int, steps: Mapping[str, Callable[..., Table]]) -> None:
    """The steps of a rated event; of one that was not, why it was not and what would cure it."""
    words = view.words
    try:
        row = view.ask(fate, event_id=event).records()[0]
    except LACKING:
        # a link or a rollback may lead to a snapshot of an earlier version
        states.older(view)
        return
    original = row["original_event_id"]
    if row["status"] == "rejected":
        st.warning(words("trace.rejected", field=row["field"], rule=row["reason"]))
    if row["status"] == "duplicate":
        st.info(words("trace.duplicate", event=event, original=original))
    if row["status"] == "suspended" and row["reason"] in CURES:
        st.info(words("trace.waits", cure=words(f"cure.{row['reason']}")))
    if row["status"] not in ("rated", "reversal", "duplicate"):
        return
    explained = int(original or event)
    with st.container(border=True):
        st.subheader(words("trace.explained"), anchor=False)
        if original:
            st.caption(words("trace.explained_original", event=original))
        st.caption(words("trace.explained_note"))
        _proof(view, explained)
        shown = [name for name in steps if name in COLUMNS]
        tabs = st.tabs([words(f"trace.step_{name}") for name in shown])
        for name, tab in zip(shown, tabs, strict=True):
            with tab:
                _step(view, name, steps[name], explained)


def _step(view: View, name: str, query: Callable[..., Table], event: int) -> None:
    if not view.ask(query, event_id=event).rows:
        st.caption(view.words("trace.nothing"))
        return
    table(view, f"explained_{name}", query, columns=COLUMNS[name], event_id=event)


def _proof(view: View, event: int) -> None:
    """Says whether what was worked out again is what is stored; what differs is never hidden."""
    words = view.words
    found = view.ask(check, event_id=event)
    wrong = sum(not equal for equal in found.column("is_equal"))
    if not wrong:
        text = words("trace.proved", count=found.total_rows)
        st.success(text, icon=":material/check_circle:")
        return
    st.error(words("trace.disproved", count=wrong), icon=":material/balance:")
    table(view, "explained_check", check, columns=(*CHECK_COLUMNS, "is_equal"), event_id=event)
