"""A bridge: from an opening amount, by what came and what went, to the closing one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go
import streamlit as st

from dashboards.components.charts import CONFIG, DOWN, UP

BALANCE = "#4b3f72"
# Where all the amounts lie in the top of the axis, movements would be slivers: it begins higher.
CROWDED = Decimal("0.6")
NOTHING = Decimal(0)
ROOM_FOR_TEXT = Decimal("0.55")


@dataclass(frozen=True)
class Step:
    """One bar: a balance (opening, closing) or a movement, with the text at its end."""

    label: str
    amount: Decimal
    text: str
    is_balance: bool = False


def bridge(steps: Sequence[Step], *, key: str, alt: str) -> bool:
    """Draw the steps, the first on top. Whether the axis begins above zero is given back."""
    starts, ends = _places(steps)
    low, high = min(NOTHING, *starts, *ends), max(NOTHING, *starts, *ends)
    begins = NOTHING
    if low >= 0 and min(ends) > CROWDED * high:
        begins = max(NOTHING, min(ends) - 2 * (high - min(ends)))
    bases = [max(start, begins) if begins else start for start in starts]
    labels = [f"{step.label} " for step in steps]
    figure = go.Figure(
        [
            go.Bar(
                base=[float(base) for base in bases],
                x=[float(end - base) for base, end in zip(bases, ends, strict=True)],
                y=labels,
                customdata=[step.text for step in steps],
                hovertemplate="%{y}: %{customdata}<extra></extra>",
                orientation="h",
                marker_color=[
                    BALANCE if step.is_balance else UP if step.amount >= 0 else DOWN
                    for step in steps
                ],
            ),
            # To the right of every bar: at the end of what falls they would cover the labels.
            go.Scatter(
                x=[float(max(base, end)) for base, end in zip(bases, ends, strict=True)],
                y=labels,
                text=[f" {step.text}" for step in steps],
                mode="text",
                textposition="middle right",
                cliponaxis=False,
                hoverinfo="skip",
            ),
        ]
    )
    first = begins or low
    width = (high - first) or Decimal(1)
    figure.update_layout(
        height=44 * len(steps) + 30,
        margin={"l": 4, "r": 12, "t": 8, "b": 8},
        xaxis={
            "visible": False,
            "fixedrange": True,
            "range": [float(first), float(high + width * ROOM_FOR_TEXT)],
        },
        yaxis={"autorange": "reversed", "automargin": True, "fixedrange": True},
        bargap=0.4,
        showlegend=False,
    )
    st.plotly_chart(figure, key=key, config=CONFIG, alt=alt)
    return begins > 0


def _places(steps: Sequence[Step]) -> tuple[list[Decimal], list[Decimal]]:
    """Where each bar begins and ends: balances stand on zero, movements on what came before."""
    starts, ends = [], []
    level = Decimal(0)
    for step in steps:
        starts.append(Decimal(0) if step.is_balance else level)
        level = step.amount if step.is_balance else level + step.amount
        ends.append(level)
    return starts, ends
