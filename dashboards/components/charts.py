"""Charts, all by Plotly and all in one manner. Only here does money become a float: to be drawn.

Colours are told apart by people who see no red or green (after Okabe and Ito), and stand in the
same order for the same thing on every page. A chart's figure never depends on its own selection.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboards.components.ticks import tick_values

PALETTE = ("#0b6e75", "#e69f00", "#56b4e9", "#cc79a7", "#4b3f72", "#7a8b99", "#94b447", "#d55e00")
PLACES = (
    *("recurring", "data", "voice", "sms", "content", "mms", "one_time", "adjustment"),
    *("tier_adjustment", "flat_fee", "period_minimum", "period_maximum", "commitment"),
)
UP, DOWN, QUIET = "#0b6e75", "#d55e00", "#7a8b99"
# Digits only: Plotly writes month names in English whatever the language.
AXIS_OF_DAYS = {"tickformat": "%m-%d", "hoverformat": "%Y-%m-%d"}
HATCHED = {"shape": "/", "fillmode": "overlay", "fgcolor": "white", "size": 7, "solidity": 0.4}
CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


@dataclass(frozen=True)
class Series:
    """One colour of a chart: positions, heights, and the exact text shown on hover."""

    code: str
    name: str
    x: Sequence[Any]
    y: Sequence[Decimal | int]
    exact: Sequence[str]


def colour(code: str, position: int) -> str:
    """The colour that a service or kind of charge has everywhere; others by position."""
    place = PLACES.index(code) if code in PLACES else position
    return PALETTE[place % len(PALETTE)]


def stacked_bars(
    series: Sequence[Series],
    axis_text: Callable[[Decimal], str],
    *,
    key: str,
    alt: str,
    unfinished: Collection[Any] = (),
) -> None:
    """Bars on top of each other, one colour a series; hatched at places that are not whole yet."""
    figure = go.Figure(
        [
            go.Bar(
                name=part.name,
                x=list(part.x),
                y=[float(value) if (x in unfinished) is hatched else None for x, value in points],
                customdata=list(part.exact),
                hovertemplate="%{customdata}<extra>" + part.name + "</extra>",
                # The whole bars alone stand in the legend, in plain colour.
                legendgroup=part.code,
                showlegend=not hatched,
                marker_color=colour(part.code, position),
                marker_pattern=HATCHED if hatched else {},
            )
            for position, part in enumerate(series)
            for points in [list(zip(part.x, part.y, strict=True))]
            for hatched in ((False, True) if unfinished else (False,))
        ]
    )
    figure.update_layout(barmode="relative", bargap=0.35)
    totals: dict[Any, Decimal] = {}
    lows: dict[Any, Decimal] = {}
    for part in series:
        for x, y in zip(part.x, part.y, strict=True):
            side = totals if y >= 0 else lows
            side[x] = side.get(x, Decimal(0)) + y
    low, high = min(lows.values(), default=Decimal(0)), max(totals.values(), default=Decimal(0))
    _draw(figure, axis_text, low, high, key=key, alt=alt)


def lines(
    series: Sequence[Series],
    axis_text: Callable[[Decimal], str],
    *,
    key: str,
    alt: str,
    low: Decimal = Decimal(0),
    unfinished: Collection[Any] = (),
) -> None:
    """Lines over time, one colour a series, from zero unless `low` is where the axis begins.

    At places that are not whole yet the points are hollow, and no line leads to them.
    """
    figure = go.Figure(
        [
            go.Scatter(
                name=part.name,
                x=list(part.x),
                y=[float(value) if (x in unfinished) is hollow else None for x, value in points],
                customdata=list(part.exact),
                hovertemplate="%{customdata}<extra>" + part.name + "</extra>",
                mode="markers" if hollow else "lines+markers" if len(part.x) < 40 else "lines",
                marker={"symbol": "circle-open" if hollow else "circle", "size": 7},
                showlegend=not hollow and len(series) > 1,
                cliponaxis=False,
                line={"color": colour(part.code, position), "width": 2},
            )
            for position, part in enumerate(series)
            for points in [list(zip(part.x, part.y, strict=True))]
            for hollow in ((False, True) if unfinished else (False,))
        ]
    )
    high = max((Decimal(value) for part in series for value in part.y), default=Decimal(0))
    _draw(figure, axis_text, low, high, key=key, alt=alt)


def across(
    labels: Sequence[str],
    values: Sequence[Decimal | int],
    texts: Sequence[str],
    *,
    key: str,
    alt: str,
    signed: bool = False,
    room: float = 0.2,
) -> None:
    """Bars that lie down, the first on top, each with its text; signed ones also by colour.

    room: share of the width that the texts at the ends of the bars need.
    """
    colours = [(UP if value >= 0 else DOWN) if signed else UP for value in values]
    figure = go.Figure(
        go.Bar(
            x=[float(value) for value in values],
            y=[f"{label} " for label in labels],
            text=list(texts),
            textposition="outside",
            hovertemplate="%{y}: %{text}<extra></extra>",
            orientation="h",
            marker_color=colours,
            cliponaxis=False,
        )
    )
    figure.update_layout(
        height=max(150, 44 * len(labels) + 30),
        margin={"l": 4, "r": 12, "t": 8, "b": 8},
        xaxis={
            "visible": False,
            "fixedrange": True,
            "range": _roomy(values, 0.55 if signed else room),
        },
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
        bargap=0.4,
    )
    st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)


def _roomy(values: Sequence[Decimal | int], share: float) -> list[float]:
    """Bounds that leave a share of the width for the texts at the ends of the bars."""
    low, high = float(min(0, *values)), float(max(0, *values))
    room = (high - low) * share or 1.0
    return [low - (room if low < 0 else 0), high + (room if high > 0 else 0)]


def _draw(
    figure: go.Figure,
    axis_text: Callable[[Decimal], str],
    low: Decimal,
    high: Decimal,
    *,
    key: str,
    alt: str,
) -> None:
    ticks = tick_values(low, high)
    if len({axis_text(tick) for tick in ticks}) < len(ticks):
        # Halves of what is counted would read like wholes.
        ticks = tick_values(low, high, Decimal(1))
    bottom = ticks[0]
    if len(ticks) > 2 and ticks[0] < 0 and -low < (ticks[1] - ticks[0]) * Decimal("0.3"):
        # A few small negative amounts need a little room below zero, not a whole step.
        ticks, bottom = ticks[1:], low
    figure.update_layout(
        height=330,
        margin={"l": 4, "r": 8, "t": 8, "b": 4},
        hovermode="x unified",
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "title": None},
        yaxis={
            "tickvals": [float(tick) for tick in ticks],
            "ticktext": [axis_text(tick) for tick in ticks],
            "range": [float(bottom), float(ticks[-1])],
            "automargin": True,
            "fixedrange": True,
        },
        xaxis={"fixedrange": True, "automargin": True, "title": None} | AXIS_OF_DAYS,
    )
    st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)
