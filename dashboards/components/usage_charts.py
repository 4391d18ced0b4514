"""Charts of what was used: which query, which axis, which words."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards.components import states
from dashboards.components.charts import across, lines, stacked_bars
from dashboards.components.series import (
    count_axis,
    count_text,
    currency_of,
    money_axis,
    series_of,
    unfinished_months,
    unfinished_note,
)
from dashboards.components.view import View
from trunkline.presentation.figures import money_exact, money_unrounded, share
from trunkline.presentation.moments import month_label
from trunkline.presentation.quantities import unit_name
from trunkline.queries import suspense, usage


def daily_chart(view: View) -> None:
    """Events per day and service, or charges: the reader chooses."""
    words = view.words
    found = view.ask(usage.by_day).records()
    if not found:
        states.empty(view, "daily")
        return
    measure = st.segmented_control(
        words("usage.measure"),
        ("event_count", "charge_amount"),
        default="event_count",
        format_func=lambda code: words(f"column.{code}"),
        key="daily_measure",
        required=True,
        label_visibility="collapsed",
    )
    days = sorted({row["usage_date"] for row in found})
    money = measure == "charge_amount"
    series = series_of(
        found,
        code="service",
        name=lambda code: words.label("service", code),
        x=lambda row: row["usage_date"],
        axis=days,
        y=measure,
        text=(lambda value: money_exact(value, currency_of(view))) if money else count_text,
    )
    axis = money_axis(view) if money else count_axis(view)
    stacked_bars(series, axis, key=f"daily_{measure}", alt=words("alt.daily"))


def price_chart(view: View) -> None:
    """Effective price of one unit by month, one service at a time: units differ."""
    words = view.words
    found = view.ask(usage.effective_prices).records()
    service = _one_service(view, found, "price")
    if service is None:
        return
    unit = unit_name(service, view.language)
    rows = [row for row in found if row["service"] == service and row["value"] is not None]
    series = series_of(
        rows,
        code="service",
        name=lambda code: f"{words.label('service', code)} / {unit}",
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in sorted({r["month"] for r in rows})],
        y="value",
        text=lambda value: f"{money_unrounded(value, currency_of(view))} / {unit}",
    )
    currency = currency_of(view)
    unfinished = unfinished_months(view, (row["month"] for row in rows), "calendar")
    lines(
        series,
        lambda tick: money_unrounded(tick, currency),
        key="price",
        alt=words("alt.price"),
        unfinished=unfinished,
    )
    unfinished_note(view, unfinished, "calendar")


def allowance_chart(view: View) -> None:
    """Share of metered use that the plan included, by plan, for one service."""
    words = view.words
    found = view.ask(usage.allowances).records()
    service = _one_service(view, found, "allowance")
    if service is None:
        return
    rows = sorted(
        (row for row in found if row["service"] == service), key=lambda row: -row["free_share"]
    )
    across(
        [view.plan_name(row["plan_id"]) for row in rows],
        [row["free_share"] for row in rows],
        [share(row["free_share"]) for row in rows],
        key="allowance",
        alt=words("alt.allowance"),
    )


def _one_service(view: View, found: list[dict[str, Any]], key: str) -> str | None:
    """Let the viewer choose among the services found; say so and return None when there is none."""
    services = [code for code in view.choices.services if any(r["service"] == code for r in found)]
    if not services:
        states.empty(view, key)
        return None
    chosen: str = st.segmented_control(
        view.words("filter.services"),
        services,
        default=services[0],
        format_func=lambda code: view.words.label("service", code),
        key=f"{key}_service",
        required=True,
        label_visibility="collapsed",
    )
    return chosen


def age_chart(view: View) -> None:
    """Open suspense by age and reason; nothing at all when none is open."""
    words = view.words
    found = view.ask(suspense.by_age).records()
    if not found:
        st.success(words("usage.no_suspense"), icon=":material/check_circle:")
        return
    bands = list(dict.fromkeys(row["age_band"] for row in found))
    series = series_of(
        found,
        code="reason",
        name=lambda code: words.label("reason", code),
        x=lambda row: words("usage.days", band=row["age_band"].replace("-", "–")),
        axis=[words("usage.days", band=band.replace("-", "–")) for band in bands],
        y="event_count",
        text=count_text,
    )
    stacked_bars(series, count_axis(view), key="age", alt=words("alt.age"))
