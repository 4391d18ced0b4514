"""The charts of the pages: which query, which axis, which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboards.components import states
from dashboards.components.charts import Series, across, lines, stacked_bars
from dashboards.components.view import View
from trunkline.presentation.figures import (
    money_exact,
    money_headline,
    money_unrounded,
    share,
    shortened,
)
from trunkline.presentation.moments import month_label
from trunkline.presentation.quantities import unit_name
from trunkline.queries import executive, suspense, usage

TOP_MOVERS = 6


def revenue_chart(view: View) -> None:
    """Billed net amount by month and part, all months whatever month is chosen."""
    found = view.with_filters(month=None).ask(executive.revenue_by_kind).records()
    if not found:
        states.empty(view, "revenue")
        return
    months = sorted({row["month"] for row in found})
    series = _series(
        found,
        code="part",
        name=lambda code: view.words.label("part", code),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in months],
        y="amount",
        text=lambda value: money_exact(value, _currency(view)),
    )
    stacked_bars(series, _money_axis(view), key="revenue", alt=view.words("alt.revenue"))


def movers_chart(view: View) -> None:
    """The largest changes against the month before; needs a month."""
    words = view.words
    if view.filters.month is None:
        st.info(words("executive.needs_month"), icon=":material/calendar_month:")
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
        [_signed(view, value) for value in values],
        key="movers",
        alt=words("alt.movers"),
        signed=True,
    )


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
    series = _series(
        found,
        code="service",
        name=lambda code: words.label("service", code),
        x=lambda row: row["usage_date"],
        axis=days,
        y=measure,
        text=(lambda value: money_exact(value, _currency(view))) if money else _count,
    )
    axis = _money_axis(view) if money else _count_axis(view)
    stacked_bars(series, axis, key=f"daily_{measure}", alt=words("alt.daily"))


def price_chart(view: View) -> None:
    """Effective price of one unit by month, one service at a time: units differ."""
    words = view.words
    found = view.ask(usage.effective_prices).records()
    services = [code for code in view.choices.services if any(r["service"] == code for r in found)]
    if not services:
        states.empty(view, "price")
        return
    service = st.segmented_control(
        words("filter.services"),
        services,
        default=services[0],
        format_func=lambda code: words.label("service", code),
        key="price_service",
        required=True,
        label_visibility="collapsed",
    )
    unit = unit_name(service, view.language)
    rows = [row for row in found if row["service"] == service and row["value"] is not None]
    series = _series(
        rows,
        code="service",
        name=lambda code: f"{words.label('service', code)} / {unit}",
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in sorted({r["month"] for r in rows})],
        y="value",
        text=lambda value: f"{money_unrounded(value, _currency(view))} / {unit}",
    )
    currency = _currency(view)
    lines(series, lambda tick: money_unrounded(tick, currency), key="price", alt=words("alt.price"))


def allowance_chart(view: View) -> None:
    """Share of metered use that the plan included, by plan, for one service."""
    words = view.words
    found = view.ask(usage.allowances).records()
    services = [code for code in view.choices.services if any(r["service"] == code for r in found)]
    if not services:
        states.empty(view, "allowance")
        return
    service = st.segmented_control(
        words("filter.services"),
        services,
        default=services[0],
        format_func=lambda code: words.label("service", code),
        key="allowance_service",
        required=True,
        label_visibility="collapsed",
    )
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


def age_chart(view: View) -> None:
    """Open suspense by age and reason; nothing at all when none is open."""
    words = view.words
    found = view.ask(suspense.by_age).records()
    if not found:
        st.success(words("usage.no_suspense"), icon=":material/check_circle:")
        return
    bands = list(dict.fromkeys(row["age_band"] for row in found))
    series = _series(
        found,
        code="reason",
        name=lambda code: words.label("reason", code),
        x=lambda row: words("usage.days", band=row["age_band"].replace("-", "–")),
        axis=[words("usage.days", band=band.replace("-", "–")) for band in bands],
        y="event_count",
        text=_count,
    )
    stacked_bars(series, _count_axis(view), key="age", alt=words("alt.age"))


def _series(
    rows: list[dict[str, Any]],
    *,
    code: str,
    name: Callable[[str], str],
    x: Callable[[dict[str, Any]], Any],
    axis: list[str] | list[date],
    y: str,
    text: Callable[[Decimal], str],
) -> list[Series]:
    """One series per code in order of size, each with a value (zero) at every place of the axis."""
    values: dict[str, dict[Any, Decimal]] = {}
    for row in rows:
        places = values.setdefault(row[code], {})
        places[x(row)] = places.get(x(row), Decimal(0)) + row[y]
    codes = sorted(values, key=lambda key: (-abs(sum(values[key].values(), Decimal(0))), key))
    full = {key: [values[key].get(place, Decimal(0)) for place in axis] for key in codes}
    return [
        Series(key, name(key), axis, full[key], [text(value) for value in full[key]])
        for key in codes
    ]


def _currency(view: View) -> str:
    return view.filters.currency or "KRW"


def _money_axis(view: View) -> Callable[[Decimal], str]:
    currency = _currency(view)
    return lambda tick: money_headline(tick, currency, view.language)


def _count_axis(view: View) -> Callable[[Decimal], str]:
    return lambda tick: shortened(tick, view.language)


def _signed(view: View, value: Decimal) -> str:
    text = money_headline(value, _currency(view), view.language)
    return f"▲ +{text}" if value > 0 else f"▼ {text}"


def _count(value: Decimal) -> str:
    return f"{int(value):,}"
