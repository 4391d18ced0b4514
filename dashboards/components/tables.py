"""Tables: a page of rows, how many there are in all, and all of them as CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.components.columns import CODES, DECIMALS, DURATIONS, QUANTITIES, SHARES, WHAT
from dashboards.components.view import View
from dashboards.components.words import Words
from trunkline.presentation.durations import duration
from trunkline.presentation.export import file_name, to_csv
from trunkline.presentation.figures import grouped
from trunkline.presentation.moments import month_name, second
from trunkline.presentation.quantities import quantity
from trunkline.queries.table import Table

PAGE_ROWS = 50
ROW_PIXELS = 34
ROWS_AT_ONCE = 10


def table(
    view: View,
    name: str,
    query: Callable[..., Table],
    *,
    columns: tuple[str, ...] | None = None,
    selects: bool = False,
    **more: Any,
) -> dict[str, Any] | None:
    """Show a query's rows, page by page; give back the selected row, as the query named it.

    The export runs the same query with the same filters, without the limit.
    """
    words, key = view.words, f"table_{name}"
    page = st.session_state.get(f"{key}_page", 1)
    try:
        found: Table = view.ask(query, limit=PAGE_ROWS, offset=(page - 1) * PAGE_ROWS, **more)
    except duckdb.CatalogException:
        # a link or a rollback may lead to a snapshot of an earlier version
        states.older(view)
        return None
    if found.total_rows == 0 and page == 1:
        states.empty(view, name)
        return None
    if not found.rows:
        found = view.ask(query, limit=PAGE_ROWS, offset=0, **more)
        st.session_state.pop(f"{key}_page", None)
    frame, config = _displayed(view, found, columns or found.columns)
    # Half a row more than fits tells that there is more to scroll to.
    many = len(found.rows) > ROWS_AT_ONCE
    height: Any = int(ROW_PIXELS * (ROWS_AT_ONCE + 1.5)) if many else "content"
    event: Any = st.dataframe(
        frame,
        hide_index=True,
        column_config=config,
        height=height,
        row_height=ROW_PIXELS,
        alt=words(f"table.{name}"),
        placeholder="–",
        key=f"{key}_{page}_{more.get('invoice', '')}{more.get('line', '')}",
        on_select="rerun" if selects else "ignore",
        selection_mode="single-row",
    )
    _foot(view, name, key, query, found, more)
    picked = event.selection.rows if selects else []
    return found.records()[picked[0]] if picked and picked[0] < len(found.rows) else None


def _foot(
    view: View,
    name: str,
    key: str,
    query: Callable[..., Table],
    found: Table,
    more: dict[str, Any],
) -> None:
    """`50 of 1,234 rows`, pages, and the download."""
    words, snapshot_id = view.words, view.reader.record.snapshot_id

    def export() -> bytes:
        everything: Table = view.reader.ask_afresh(query, view.filters, **more)
        chosen = view.filters.active() | {name: str(value) for name, value in more.items() if value}
        return to_csv(everything, name=name, snapshot_id=snapshot_id, filters=chosen)

    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_foot"):
        shown, total = grouped(len(found.rows)), grouped(found.total_rows)
        st.caption(words("table.rows", shown=shown, total=total), width="content")
        if found.total_rows > PAGE_ROWS:
            pages = (found.total_rows + PAGE_ROWS - 1) // PAGE_ROWS
            st.pagination(pages, key=f"{key}_page", max_visible_pages=5, width=260)
        st.download_button(
            words("table.export"),
            data=export,
            file_name=file_name(name, snapshot_id),
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"{key}_export",
            help=words("table.export_help", total=total),
        )


def _displayed(
    view: View, found: Table, names: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The rows in people's words, and how each column is to be written."""
    words = view.words
    shown: dict[str, list[Any]] = {}
    config: dict[str, Any] = {}
    for name in names:
        values = found.column(name)
        label = words(f"column.{name}")
        kind = next((type(value) for value in values if value is not None), str)
        if name in CODES:
            values = [words.label(CODES[name], value) for value in values]
            config[label] = st.column_config.TextColumn()
        elif name == "description" and "charge_kind" in found.columns:
            values = [_what(words, row) for row in found.records()]
        elif name == "quantity" and "charge_kind" in found.columns:
            values = [_how_much(view, row) for row in found.records()]
            config[label] = st.column_config.TextColumn(alignment="right")
        elif name == "plan_id":
            values = [view.plan_name(value) for value in values]
        elif name in QUANTITIES and "service" in found.columns:
            services = found.column("service")
            values = [
                quantity(value, service or "", view.language) if value is not None else None
                for value, service in zip(values, services, strict=True)
            ]
            config[label] = st.column_config.TextColumn(alignment="right")
        elif name == "month":
            values = [month_name(value, view.language) for value in values]
        elif name in DURATIONS:
            values = [None if value is None else duration(value, view.language) for value in values]
            config[label] = st.column_config.TextColumn(alignment="right")
        elif name == "scope":
            values = [scope(words, value) for value in values]
        elif name in SHARES:
            config[label] = st.column_config.NumberColumn(format="percent")
        elif kind is Decimal:
            places = min(_places(values), DECIMALS.get(name, 6))
            config[label] = st.column_config.NumberColumn(format=f"%,.{places}f")
        elif kind is datetime:
            values = [None if value is None else second(value, view.zone) for value in values]
        elif kind is date:
            values = [None if value is None else value.isoformat() for value in values]
        elif kind is bool:
            config[label] = st.column_config.CheckboxColumn()
        elif kind is int:
            config[label] = st.column_config.NumberColumn(format="%,d")
        shown[label] = values
    return pd.DataFrame(shown, dtype=object), config


def _what(words: Words, row: dict[str, Any]) -> str:
    """What a line charges: usage in the viewer's words, anything else as the catalogue says it."""
    if row["service"] is None:
        return str(row["description"])
    parts = [words.label(name, row[name]) for name in WHAT if row[name]]
    if row["charge_kind"] != "usage":
        parts.append(words.label("charge_kind", row["charge_kind"]))
    return " · ".join(parts)


def _how_much(view: View, row: dict[str, Any]) -> str | None:
    """The quantity of a line: usage in its unit, a recurring fee in days, else nothing."""
    if row["quantity"] is None or row["charge_kind"] == "one_time":
        return None
    if row["charge_kind"] == "recurring":
        return view.words("invoices.days", days=grouped(row["quantity"]))
    return quantity(row["quantity"], row["service"] or "", view.language)


def scope(words: Words, text: str) -> str:
    """`cycle 15 period 2026-04-15` in the viewer's language; other words stand as they are."""
    return " ".join(words.label("scope", part) for part in text.split())


def _places(values: list[Any]) -> int:
    """Decimals that the longest value of a column needs: all are written with as many."""
    exponents = [value.normalize().as_tuple().exponent for value in values if value is not None]
    return max((0, *(-exponent for exponent in exponents if isinstance(exponent, int))))
