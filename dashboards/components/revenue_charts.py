"""Charts of what was billed: which query, which axis, which words."""

from __future__ import annotations

import streamlit as st

from dashboards.components import states
from dashboards.components.charts import across, stacked_bars
from dashboards.components.series import (
    currency_of,
    money_axis,
    series_of,
    signed_money,
    unfinished_months,
    unfinished_note,
)
from dashboards.components.view import View
from trunkline.presentation.figures import money_exact
from trunkline.presentation.moments import month_before, month_label
from trunkline.queries import executive

TOP_MOVERS = 6


def revenue_chart(view: View) -> None:
    """Billed net amount by month and part, all months whatever month is chosen."""
    found = view.with_filters(month=None).ask(executive.revenue_by_kind).records()
    if not found:
        states.empty(view, "revenue")
        return
    months = sorted({row["month"] for row in found})
    series = series_of(
        found,
        code="part",
        name=lambda code: view.words.label("part", code),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in months],
        y="amount",
        text=lambda value: money_exact(value, currency_of(view)),
    )
    unfinished = unfinished_months(view, months, "billing")
    stacked_bars(
        series,
        money_axis(view),
        key="revenue",
        alt=view.words("alt.revenue"),
        unfinished=unfinished,
    )
    unfinished_note(view, unfinished, "billing")


def has_movers(view: View) -> bool:
    """Whether the chosen month and the one before are closed: else a part would face a whole."""
    month = view.filters.month
    return month is not None and all(
        view.is_whole(each, "billing") for each in (month, month_before(month))
    )


def movers_chart(view: View) -> None:
    """The largest changes against the month before; needs a month, and both of them closed."""
    words = view.words
    if view.filters.month is None:
        st.info(words("executive.needs_month"), icon=":material/calendar_month:")
        return
    if not has_movers(view):
        st.info(words("executive.needs_closed"), icon=":material/calendar_month:")
        return
    found = view.ask(executive.movers, limit=TOP_MOVERS).records()
    if not found:
        states.empty(view, "movers_chart")
        return
    values = [row["amount_change"] for row in found]
    across(
        [
            f"{view.plan_name(row['plan_id'])}<br>{words.label('part', row['part'])}"
            for row in found
        ],
        values,
        [signed_money(view, value) for value in values],
        key="movers",
        alt=words("alt.movers"),
        signed=True,
    )
