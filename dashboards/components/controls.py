"""The control totals as a board whose residuals are always on show; events; snapshots."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components import states
from dashboards.components.charts import across
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, money_exact
from trunkline.presentation.moments import minute
from trunkline.queries import trust
from trunkline.settings import Settings
from trunkline.snapshots import list_snapshots


def control_board(view: View) -> None:
    """One card a control: left side, right side, and the residual between them."""
    found = view.ask(trust.controls).records()
    if not found:
        states.empty(view, "controls")
        return
    with st.grid(4, min_column_width=190, gap="small", key="controls"):
        for row in found:
            _control(view, row)


def _control(view: View, row: dict[str, Any]) -> None:
    words = view.words
    ties = row["broken"] == 0
    money = row["left_amount"] is not None
    currency = row["currency"] if money else ""
    title = words.label("control", row["control"])
    lines = []
    for side in ("left", "right"):
        label = words.label("control_side", f"{row['control']}_{side}")
        figures = [money_exact(row[f"{side}_amount"], currency)] if money else []
        figures.append(words("trust.count", count=grouped(row[f"{side}_count"])))
        lines.append(_stacked(label, figures))
    figures = [money_exact(row["residual"], currency)] if money else []
    figures.append(words("trust.count", count=grouped(row["count_difference"])))
    colour = "green" if ties else "red"
    lines.append(_stacked(words("trust.residual"), [f":{colour}[**{' · '.join(figures)}**]"]))
    with st.container(border=True, height="stretch", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{title}** {currency}", width="content")
            if ties:
                st.badge(words("trust.ties"), icon=":material/check:", color="green")
            else:
                broken = words("trust.broken", count=grouped(row["broken"]))
                st.badge(broken, icon=":material/close:", color="red")
        st.markdown("\n\n".join(lines))


def _stacked(label: str, figures: list[str]) -> str:
    """A small grey label over its figures, one a line, in Markdown."""
    return "  \n".join([f":small[:gray[{label}]]", *figures])


def status_chart(view: View) -> None:
    """What became of the accepted events."""
    found = view.ask(trust.statuses).records()
    if not found:
        return
    across(
        [
            f"{view.words.label('source', row['source'])} · "
            f"{view.words.label('status', row['status'])}"
            for row in found
        ],
        [row["event_count"] for row in found],
        [grouped(row["event_count"]) for row in found],
        key="statuses",
        alt=view.words("alt.statuses"),
    )


def snapshot_list(view: View) -> None:
    """Every snapshot that is or was, the one in service first; each opens by its link."""
    words, zone = view.words, view.zone
    records = list_snapshots(Settings.from_environment(), removed=True)
    rows = [
        {
            words("column.snapshot_id"): None
            if record.removed_at
            else f"?snap={record.snapshot_id}",
            words("column.snapshot"): record.snapshot_id,
            words("column.state"): words(
                "trust.removed"
                if record.removed_at
                else "trust.shown"
                if record.snapshot_id == view.reader.record.snapshot_id
                else "trust.kept"
            ),
            words("column.as_of"): minute(record.as_of, zone),
            words("column.published_at"): minute(record.published_at, zone),
            words("column.watermark"): record.watermark,
            words("column.checks"): f"{record.checks_passed}/{record.checks_total}",
            words("column.code_hash"): record.code_hash[:12],
        }
        for record in records
    ]
    link = st.column_config.LinkColumn(display_text=words("trust.open"))
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={words("column.snapshot_id"): link},
        alt=words("table.snapshots"),
        key="snapshots",
    )
    st.caption(words("table.rows", shown=len(rows), total=len(rows)))
    st.caption(words("trust.rollback_note"))
