"""The filter bar: each page says which of the choices mean something on it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboards.components import address
from dashboards.components.view import View
from trunkline.presentation.moments import month_name

ALL = "all"


def filter_bar(view: View, shown: tuple[str, ...]) -> View:
    """Draw the page's filters and give the view narrowed by them.

    Money of two currencies is never summed, so a page of amounts always has one: the bar offers
    the choice where the snapshot holds several.
    """
    offered = view.choices
    many = len(offered.currencies) > 1
    names = [name for name in shown if name != "currency" or many]
    chosen: dict[str, object] = {}
    with st.grid(len(names), min_column_width=150, key="filters"):
        for name in names:
            chosen[name] = _FILTERS[name](view)
    if "currency" in shown and not many and offered.currencies:
        chosen["currency"] = offered.currencies[0]
    return view.with_filters(**chosen)


def _month(view: View) -> date | None:
    words, offered = view.words, view.choices
    codes = [f"{month:%Y-%m}" for month in offered.months]
    names = {f"{month:%Y-%m}": month_name(month, view.language) for month in offered.months}
    default = f"{offered.usual_month:%Y-%m}" if offered.usual_month else ALL
    chosen = address.choose_one(
        words("filter.month"),
        "period",
        [*codes, ALL],
        default,
        lambda code: names.get(code, words("filter.all_months")),
    )
    return None if chosen == ALL else date.fromisoformat(f"{chosen}-01")


def _currency(view: View) -> str:
    options = view.choices.currencies
    return address.choose_one(
        view.words("filter.currency"), "currency", options, options[0], lambda code: code
    )


def _services(view: View) -> tuple[str, ...]:
    words = view.words
    return address.choose_many(
        words("filter.services"),
        "service",
        view.choices.services,
        lambda code: words.label("service", code),
        words("filter.all"),
    )


def _plans(view: View) -> tuple[str, ...]:
    words = view.words
    return address.choose_many(
        words("filter.plans"), "plan", view.choices.plans, view.plan_name, words("filter.all")
    )


def _regions(view: View) -> tuple[str, ...]:
    words = view.words
    return address.choose_many(
        words("filter.regions"),
        "region",
        view.choices.regions,
        lambda code: words.label("region", code),
        words("filter.all"),
    )


def _segments(view: View) -> tuple[str, ...]:
    words = view.words
    return address.choose_many(
        words("filter.segments"),
        "segment",
        view.choices.segments,
        lambda code: words.label("segment", code),
        words("filter.all"),
    )


_FILTERS = {
    "month": _month,
    "services": _services,
    "plans": _plans,
    "regions": _regions,
    "segments": _segments,
    "currency": _currency,
}
