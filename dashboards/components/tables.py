"""Tables: a page of rows, how many there are in all, and all of them as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboards.components import states
from dashboards.components.cells import chosen_anyway, displayed
from dashboards.components.reading import LACKING
from dashboards.components.view import View
from trunkline.presentation.export import file_name, to_csv
from trunkline.presentation.figures import grouped
from trunkline.queries.table import Table

PAGE_ROWS = 50
ROW_PIXELS = 34
BORDER_PIXELS = 2
# A list this short is shown whole; of a longer one so many rows, and the rest by scrolling.
SHORT_LIST, ROWS_AT_ONCE = 20, 10
# From so many columns on a table must be moved sideways on a narrow screen.
MANY_COLUMNS = 5


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
    except LACKING:
        # a link or a rollback may lead to a snapshot of an earlier version
        states.older(view)
        return None
    if found.total_rows == 0 and page == 1:
        states.empty(view, name)
        return None
    if not found.rows:
        found = view.ask(query, limit=PAGE_ROWS, offset=0, **more)
        st.session_state.pop(f"{key}_page", None)
    names = chosen_anyway(view, found, columns or found.columns)
    frame, config = displayed(view, found, names)
    # The heading and whole rows: the count below says how many there are.
    many = len(found.rows) > SHORT_LIST
    height: Any = ROW_PIXELS * (ROWS_AT_ONCE + 1) + BORDER_PIXELS if many else "content"
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
    if len(names) >= MANY_COLUMNS:
        with st.container(key=f"{key}_sideways"):
            st.caption(words("table.sideways"))
    hidden = "currency" in found.columns and "currency" not in names
    _foot(view, name, key, query, found, more, view.filters.currency if hidden else None)
    picked = event.selection.rows if selects else []
    return found.records()[picked[0]] if picked and picked[0] < len(found.rows) else None


def _foot(
    view: View,
    name: str,
    key: str,
    query: Callable[..., Table],
    found: Table,
    more: dict[str, Any],
    currency: str | None,
) -> None:
    """`50 of 1,234 rows`, the currency that no column says, pages, and the download."""
    words, snapshot_id = view.words, view.reader.record.snapshot_id

    def export() -> bytes:
        everything: Table = view.reader.ask_afresh(query, view.filters, **more)
        chosen = view.filters.active() | {name: str(value) for name, value in more.items() if value}
        return to_csv(everything, name=name, snapshot_id=snapshot_id, filters=chosen)

    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_foot"):
        shown, total = grouped(len(found.rows)), grouped(found.total_rows)
        said = words("table.rows", shown=shown, total=total)
        st.caption(f"{said} · {currency}" if currency else said, width="content")
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
