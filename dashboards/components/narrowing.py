"""The filter bar: each page says which of the choices mean something on it."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from dashboards.components import address
from dashboards.components.view import View
from trunkline.presentation.moments import month_name
from trunkline.queries.choices import RECENT_DAYS

ALL = "all"
# The first is the one to begin with.
LAST_DAYS = (RECENT_DAYS, 7)


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
    if isinstance(chosen.get("days"), date):
        chosen |= {"month": chosen["days"], "days": None}
    if "currency" in shown and not many and offered.currencies:
        chosen["currency"] = offered.currencies[0]
    narrowed = view.with_filters(**chosen)
    if "month" in shown:
        _month_note(narrowed)
    if "days" in shown:
        _days_note(narrowed)
    return narrowed


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


def _days(view: View) -> date | tuple[date, date] | None:
    """The last days of network data, or one of its months; not the month that is billed."""
    words, offered = view.words, view.choices
    recent = {f"{count}d": offered.recent_days(count) for count in LAST_DAYS}
    months = {f"{month:%Y-%m}": month for month in offered.network_months()}
    if not months:
        return None

    def named(code: str) -> str:
        if code in recent:
            return words("filter.last_days", count=code.removesuffix("d"))
        return month_name(months[code], view.language) if code in months else words("filter.all")

    options = [*recent, *months, ALL]
    chosen = address.choose_one(words("filter.days"), "period", options, options[0], named)
    return recent.get(chosen) or months.get(chosen)


def _month_note(view: View) -> None:
    """Whether the chosen month is closed, and how far the data go."""
    words, offered, month = view.words, view.choices, view.filters.month
    last_day = offered.last_day(month)
    if last_day is None:
        return
    closed = offered.closed_months
    if not closed:
        text = words("filter.note_none")
    elif month == closed[0]:
        text = words("filter.note_last", month=month_name(month, view.language))
    elif month is None or month in closed or month in offered.bank_months:
        text = words("filter.note_closed", last=month_name(closed[0], view.language))
    else:
        text = words(
            "filter.note_open",
            month=month_name(month, view.language),
            last=month_name(closed[0], view.language),
        )
    st.caption(f"{text} {words('filter.note_data', day=last_day.isoformat())}")


def _days_note(view: View) -> None:
    """Which days are shown, and how far the network's data go."""
    words, offered, days = view.words, view.choices, view.filters.days
    if offered.network_days is None:
        return
    text = words("filter.note_network", day=offered.network_days[1].isoformat())
    if days:
        first = max(days[0], offered.network_days[0])
        last = days[1] - timedelta(days=1)
        text = f"{words('filter.note_days', first=first, last=last)} {text}"
    st.caption(text)


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
    "days": _days,
    "services": _services,
    "plans": _plans,
    "regions": _regions,
    "segments": _segments,
    "currency": _currency,
}
