"""Charts of how full the cells are and how good the service is."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from dashboards.components import states
from dashboards.components.charts import across, lines, stacked_bars
from dashboards.components.series import count_axis, count_text, series_of
from dashboards.components.view import View
from trunkline.presentation.figures import rate, share
from trunkline.queries import network

SHOWN_CELLS = 8
# Mean busy-hour utilisation from which a cell counts as full: the metric full_cells says so too.
FULL = Decimal("0.8")
MEASURES = ("availability", "setup_success_rate", "drop_rate", "transfer_success_rate")


def fullest_chart(view: View) -> None:
    """The cells nearest to full, by the mean utilisation of their busy hours."""
    words = view.words
    found = view.ask(network.fullest, limit=SHOWN_CELLS).records()
    if not found:
        states.empty(view, "fullest_chart")
        return
    across(
        [f"{row['cell_id']}<br>{words.label('region', row['region'])}" for row in found],
        [row["busy_hour_share"] for row in found],
        [
            share(row["busy_hour_share"])
            + (f" · {words('network.full')}" if row["busy_hour_share"] >= FULL else "")
            for row in found
        ],
        key="fullest",
        alt=words("alt.fullest"),
        room=0.35,
    )


def quality_chart(view: View) -> None:
    """One rate by day; the axis begins near the lowest day, or nothing would be seen."""
    words = view.words
    found = view.ask(network.quality_by_day).records()
    if not found:
        states.empty(view, "quality_chart")
        return
    measure = st.segmented_control(
        words("usage.measure"),
        MEASURES,
        default=MEASURES[0],
        format_func=lambda code: words(f"network.{code}"),
        key="quality_measure",
        required=True,
        label_visibility="collapsed",
        wrap=False,
    )
    rows = [row | {"measure": measure} for row in found if row[measure] is not None]
    if not rows:
        states.empty(view, "quality_measure")
        return
    values = [row[measure] for row in rows]
    low = Decimal(0) if measure == "drop_rate" else min(values) - (1 - min(values)) / 4
    series = series_of(
        rows,
        code="measure",
        name=lambda code: words(f"column.{code}"),
        x=lambda row: row["local_day"],
        axis=[row["local_day"] for row in rows],
        y=measure,
        text=rate,
    )
    # As fine as the axis is short: neighbouring ticks must not read the same.
    places = 2 if max(values) - low > Decimal("0.001") else 3
    lines(
        series,
        lambda tick: share(tick, places),
        key=f"quality_{measure}",
        alt=words("alt.quality"),
        low=low,
    )


def missing_chart(view: View) -> None:
    """Hours without counters by day; the good word when there are none."""
    words = view.words
    found = view.ask(network.quality_by_day).records()
    if not found:
        states.empty(view, "missing_chart")
        return
    if not any(row["missing_hours"] for row in found):
        st.success(words("network.none_missing"), icon=":material/check_circle:")
        return
    rows = [row | {"measure": "missing_hours"} for row in found]
    series = series_of(
        rows,
        code="measure",
        name=lambda code: words(f"column.{code}"),
        x=lambda row: row["local_day"],
        axis=[row["local_day"] for row in rows],
        y="missing_hours",
        text=count_text,
    )
    stacked_bars(series, count_axis(view), key="missing", alt=words("alt.missing"))
