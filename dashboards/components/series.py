"""From rows to the series, axes and texts of a chart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboards.components.charts import Series
from dashboards.components.view import View
from trunkline.presentation.figures import money_headline, shortened
from trunkline.presentation.moments import month_label


def series_of(
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


def unfinished_months(view: View, months: Iterable[date], kind: str) -> frozenset[str]:
    """Labels of the months that are not closed (`billing`) or not over (see `View.is_whole`)."""
    return frozenset(
        month_label(month, view.language) for month in months if not view.is_whole(month, kind)
    )


def unfinished_note(view: View, unfinished: frozenset[str], kind: str) -> None:
    """Says below a chart what the hatched bars or hollow points are."""
    if unfinished:
        st.caption(view.unfinished("chart", kind))


def currency_of(view: View) -> str:
    """The one currency of a page of amounts."""
    return view.filters.currency or "KRW"


def money_axis(view: View) -> Callable[[Decimal], str]:
    """How the amounts of an axis are written."""
    currency = currency_of(view)
    return lambda tick: money_headline(tick, currency, view.language)


def count_axis(view: View) -> Callable[[Decimal], str]:
    """How the counts of an axis are written."""
    return lambda tick: shortened(tick, view.language)


def signed_money(view: View, value: Decimal) -> str:
    """A change with arrow and sign: colour alone tells nobody."""
    text = money_headline(value, currency_of(view), view.language)
    return f"▲ +{text}" if value > 0 else f"▼ {text}"


def count_text(value: Decimal) -> str:
    """A count in full."""
    return f"{int(value):,}"
