"""Cards: one metric with its comparison, its trend and its definition."""

from __future__ import annotations

import streamlit as st

from dashboards.components.links import page_link
from dashboards.components.view import View
from trunkline.metrics.catalogue import Metric, metric
from trunkline.presentation.durations import days, duration
from trunkline.presentation.figures import (
    MINUS,
    change,
    grouped,
    money_exact,
    money_headline,
    points,
    rate,
    share,
    shortened,
)
from trunkline.presentation.moments import month_name
from trunkline.queries.figures import Figure

# Which way is good news: Streamlit paints up green under "normal", red under "inverse".
COLOURS = {"up": "normal", "down": "inverse", "neither": "off"}


def card_grid(view: View, *metric_ids: str, columns: int) -> None:
    """Cards of equal width that wrap on a narrow screen; trends only where a whole row has one."""
    figures = [view.figure(metric_id) for metric_id in metric_ids]
    with st.grid(columns, min_column_width=150, gap="small"):
        for position, known in enumerate(figures):
            row = figures[position - position % columns :][:columns]
            card(view, known, all(len(beside.series) > 1 for beside in row))


def area(view: View, name: str, page: str, main: str, *beside: str) -> None:
    """One card of an area of the business: its main metric, others under it, and its page."""
    words = view.words
    with st.container(border=True, height="stretch", gap="small", key=f"area_{name}"):
        st.markdown(f"**{words(f'executive.{name}')}**")
        card(view, view.figure(main), trend=True, border=False)
        for metric_id in beside:
            _line(view, view.figure(metric_id))
        page_link(view, page, words(f"page.{page}.title"))


def _line(view: View, known: Figure) -> None:
    """A metric in one line: name, figure and change."""
    definition = metric(known.metric_id)
    moved = _delta(view, definition, known)
    mark = ""
    if isinstance(moved, str):
        rose = moved.startswith("+")
        good = {"up": rose, "down": not rose}.get(definition.better)
        colour = "gray" if good is None else "green" if good else "red"
        mark = f" :small[:{colour}[{'▲' if rose else '▼'} {moved.replace('-', MINUS)}]]"
    st.markdown(
        f":small[:gray[{definition.name[view.language]}]]  \n"
        f"**{headline(definition, known, view.language)}**{mark}",
        help=_tooltip(view, definition, known),
    )


def card(view: View, known: Figure, trend: bool, border: bool = True) -> None:
    """One card. The tooltip holds the exact figure, the definition and the formula."""
    definition = metric(known.metric_id)
    moved = _delta(view, definition, known)
    st.metric(
        definition.name[view.language],
        headline(definition, known, view.language),
        moved,
        delta_color=COLOURS[definition.better],  # type: ignore[arg-type]
        delta_description=view.words("card.against_month") if moved is not None else None,
        help=_tooltip(view, definition, known),
        border=border,
        height="stretch",
        # A sparkline is drawn, not read: here money may become a float.
        chart_data=[float(value) for _, value in known.series]
        if trend and len(known.series) > 1
        else None,
        chart_type="area",
    )


def headline(definition: Metric, known: Figure, language: str) -> str:
    """The figure as the card shows it; nothing is `–`."""
    if known.value is None:
        return "–"
    if definition.unit == "money":
        return money_headline(known.value, known.currency or "KRW", language)
    if definition.unit == "share":
        return rate(known.value)
    if definition.unit == "duration":
        return duration(known.value, language)
    if definition.unit == "days":
        return days(known.value, language)
    if definition.unit == "points":
        return points(known.value)
    return shortened(known.value, language)


def exact(definition: Metric, known: Figure) -> str:
    """The figure in full."""
    if known.value is None:
        return "–"
    if definition.unit == "money":
        return money_exact(known.value, known.currency or "KRW")
    if definition.unit == "share":
        return share(known.value, 4)
    if definition.unit in ("points", "days"):
        return grouped(known.value, 1)
    if definition.unit == "duration":
        return f"{grouped(known.value)} s"
    return grouped(known.value)


def _delta(view: View, definition: Metric, known: Figure) -> str | int | None:
    """`+12.3%`, of shares and points the difference; a true zero stays a number.

    Streamlit paints the text "0%" green, and an ASCII minus is what points its arrow down.
    """
    if definition.unit in ("share", "points"):
        if known.value is None or known.before is None:
            return None
        moved = known.value - known.before
        if definition.unit == "share":
            text = view.words("card.percentage_points", value=rate(abs(moved)).removesuffix("%"))
        else:
            text = view.words("card.points", value=points(abs(moved)).removeprefix("+"))
    else:
        relative = change(known.value, known.before)
        if relative is None:
            return None
        moved, text = relative, share(abs(relative))
    if not any(digit in text for digit in "123456789"):
        return 0
    return f"{'+' if moved > 0 else '-'}{text}"


def _tooltip(view: View, definition: Metric, known: Figure) -> str:
    words = view.words
    lines = [f"**{words('card.exact')}** {exact(definition, known)}"]
    has_months = bool(known.series)
    if has_months:
        month = view.filters.month
        named = month_name(month, view.language) if month else words("filter.all_months")
        lines.append(f"{words('filter.month')}: {named}")
    lines += [
        f"{words('card.also')} {money_exact(value, currency)}" for currency, value in known.others
    ]
    return "\n\n".join([*lines, definition.tooltip(view.language)])
