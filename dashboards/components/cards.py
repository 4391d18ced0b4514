"""Cards: one metric with its comparison, its trend and its definition."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from dashboards.components.comparison import base, delta, is_whole, trend, unfinished
from dashboards.components.links import page_link
from dashboards.components.targets import NO_TARGETS, Targets, target_text, with_target
from dashboards.components.values import exact, headline
from dashboards.components.view import View
from trunkline.metrics.catalogue import Metric, metric
from trunkline.presentation.figures import MINUS, money_exact
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
            card(view, known, all(len(trend(view, beside)) > 1 for beside in row))


def area(
    view: View,
    name: str,
    page: str,
    main: str,
    *beside: str,
    targets: Targets = NO_TARGETS,
    noted: Counter[str] | None = None,
) -> None:
    """One card of an area of the business: its main metric, others under it, and its page.

    noted: how many notes there are on each metric.
    """
    marks = noted or Counter()
    words = view.words
    first, *others = [with_target(view.figure(each), targets) for each in (main, *beside)]
    with st.container(border=True, height="stretch", gap="small", key=f"area_{name}"):
        st.markdown(f"**{words(f'executive.{name}')}**")
        card(view, first, with_trend=True, border=False, noted=marks[main])
        if planned := _planned(view, first):
            st.markdown(in_markdown(planned))
        for known in others:
            _line(view, known, marks[known.metric_id])
        # A page that does not begin with the billing month is opened at the one shown here.
        month = view.filters.month if page == "network" else None
        more = {"period": f"{month:%Y-%m}"} if month else {}
        page_link(view, page, words(f"page.{page}.title"), **more)


def _line(view: View, known: Figure, noted: int) -> None:
    """A metric in one line: name, figure and change."""
    definition = metric(known.metric_id)
    moved = delta(view, definition, known)
    mark = ""
    if not is_whole(view, known):
        mark = f" :small[:gray[{unfinished(view, definition)}]]"
    elif isinstance(moved, str):
        rose = moved.startswith("+")
        good = {"up": rose, "down": not rose}.get(definition.better)
        colour = "gray" if good is None else "green" if good else "red"
        mark = f" :small[:{colour}[{'▲' if rose else '▼'} {moved.replace('-', MINUS)}]]"
    planned = _planned(view, known)
    text = (
        f":small[:gray[{_marked(definition.name[view.language], noted)}]]  \n"
        f"**{headline(definition, known, view.language)}**{mark}"
    )
    st.markdown(
        in_markdown(f"{text}  \n{planned}" if planned else text),
        help=_tooltip(view, definition, known, noted),
    )


def _marked(name: str, noted: int) -> str:
    """The name of a figure, with a mark where there is a note on it."""
    return f"{name} :material/sticky_note_2:" if noted else name


def _planned(view: View, known: Figure) -> str:
    """The target of a figure in a small line, if there is one."""
    text = target_text(view.words, metric(known.metric_id), known, is_whole(view, known))
    return f":small[{text}]" if text else ""


def in_markdown(text: str) -> str:
    """Text in which a dollar is a dollar: two of them would begin and end a formula."""
    return text.replace("$", r"\$")


def card(view: View, known: Figure, with_trend: bool, border: bool = True, noted: int = 0) -> None:
    """One card. The tooltip holds the exact figure, the definition and the formula."""
    definition = metric(known.metric_id)
    moved = delta(view, definition, known)
    whole, values = is_whole(view, known), trend(view, known)
    st.metric(
        _marked(definition.name[view.language], noted),
        headline(definition, known, view.language),
        moved if whole else unfinished(view, definition),
        delta_color=COLOURS[definition.better] if whole else "off",  # type: ignore[arg-type]
        delta_arrow="auto" if whole else "off",
        delta_description=base(view) if moved is not None else None,
        help=_tooltip(view, definition, known, noted),
        border=border,
        # Without a border it is part of a card, whose next line belongs to it.
        height="stretch" if border else "content",
        # A sparkline is drawn, not read: here money may become a float.
        chart_data=[float(value) for value in values] if with_trend and len(values) > 1 else None,
        chart_type="area",
    )


def _tooltip(view: View, definition: Metric, known: Figure, noted: int = 0) -> str:
    words = view.words
    if known.is_lacking:
        return f"{words('state.older')}\n\n{definition.tooltip(view.language)}"
    lines = [f"**{words('card.exact')}** {exact(definition, known)}"]
    if known.target is not None:
        planned = replace(known, value=known.target)
        lines.append(f"{words('target.exact')} {exact(definition, planned)}")
    if noted:
        lines.append(words("note.marked", count=noted))
    has_months = bool(known.series)
    if view.filters.days and "days" in definition.filters:
        first, end = view.filters.days
        lines.append(words("filter.note_days", first=first, last=end - timedelta(days=1)))
    elif has_months:
        month = view.filters.month
        named = month_name(month, view.language) if month else words("filter.all_months")
        lines.append(f"{words('filter.month')}: {named}")
    lines += [
        f"{words('card.also')} {money_exact(value, currency)}" for currency, value in known.others
    ]
    return "\n\n".join([*lines, definition.tooltip(view.language)])
