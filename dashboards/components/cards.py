"""Cards: one metric with its comparison, its trend and its definition."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from dashboards.components.view import View
from trunkline.metrics.catalogue import Metric, metric
from trunkline.presentation.figures import (
    change,
    grouped,
    money_exact,
    money_headline,
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


def card(view: View, known: Figure, trend: bool) -> None:
    """One card. The tooltip holds the exact figure, the definition and the formula."""
    definition = metric(known.metric_id)
    moved = change(known.value, known.before)
    st.metric(
        definition.name[view.language],
        headline(definition, known, view.language),
        _delta(moved),
        delta_color=COLOURS[definition.better],  # type: ignore[arg-type]
        delta_description=view.words("card.against_month") if moved is not None else None,
        help=_tooltip(view, definition, known),
        border=True,
        height="stretch",
        # A sparkline is drawn, not read: here money may become a float.
        chart_data=[float(value) for _, value in known.series] if trend else None,
        chart_type="area",
    )


def headline(definition: Metric, known: Figure, language: str) -> str:
    """The figure as the card shows it; nothing is `–`."""
    if known.value is None:
        return "–"
    if definition.unit == "money":
        return money_headline(known.value, known.currency or "KRW", language)
    if definition.unit == "share":
        return share(known.value)
    return shortened(known.value, language)


def exact(definition: Metric, known: Figure) -> str:
    """The figure in full."""
    if known.value is None:
        return "–"
    if definition.unit == "money":
        return money_exact(known.value, known.currency or "KRW")
    if definition.unit == "share":
        return share(known.value, 4)
    return grouped(known.value)


def _delta(moved: Decimal | None) -> str | int | None:
    """`+12.3%`; a true zero stays a number, since Streamlit paints the text "0%" green."""
    if moved is None:
        return None
    if moved == 0:
        return 0
    # An ASCII minus: it is what tells Streamlit to point the arrow down.
    return f"{'+' if moved > 0 else '-'}{share(abs(moved))}"


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
