"""Charts of what was charged, to whom, and how far the money has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboards.components import states
from dashboards.components.charts import across, stacked_bars
from dashboards.components.series import (
    currency_of,
    money_axis,
    series_of,
    unfinished_months,
    unfinished_note,
)
from dashboards.components.view import View
from trunkline.presentation.figures import grouped, money_exact, money_headline
from trunkline.presentation.moments import month_label
from trunkline.queries import revenue

PARTS: dict[str, Callable[..., Any]] = {
    "segment": revenue.by_segment,
    "region": revenue.by_region,
    "plan": revenue.by_plan,
    "kind": revenue.by_kind,
}
# More colours than these nobody tells apart: the rest is one.
MOST_COLOURS = 6
STAGES = ("used", "rated", "billed", "owed", "posted", "paid")


def charged_chart(view: View) -> None:
    """Charges of each month by segment, region, plan or kind: the reader chooses."""
    words, currency = view.words, currency_of(view)
    part = st.segmented_control(
        words("revenue.part"),
        tuple(PARTS),
        default="segment",
        format_func=lambda code: words(f"revenue.by_{code}"),
        key="revenue_part",
        required=True,
        label_visibility="collapsed",
    )
    found = view.with_filters(month=None).ask(PARTS[part]).records()
    found = [row for row in found if row["currency"] == currency]
    if not found:
        states.empty(view, "charged")
        return
    _keep_the_largest(found)
    months = sorted({row["month"] for row in found})
    unfinished = unfinished_months(view, months, "billing")
    series = series_of(
        found,
        code="part",
        name=lambda code: _name(view, part, code),
        x=lambda row: month_label(row["month"], view.language),
        axis=[month_label(month, view.language) for month in months],
        y="amount",
        text=lambda value: money_exact(value, currency),
    )
    stacked_bars(
        series,
        money_axis(view),
        key=f"charged_{part}",
        alt=words("alt.charged"),
        unfinished=unfinished,
    )
    unfinished_note(view, unfinished, "billing")


def _keep_the_largest(rows: list[dict[str, Any]]) -> None:
    """Put all parts but the largest under `others`."""
    totals: dict[str, Any] = {}
    for row in rows:
        totals[row["part"]] = totals.get(row["part"], 0) + row["amount"]
    if len(totals) <= MOST_COLOURS + 1:
        return
    kept = sorted(totals, key=lambda code: (-totals[code], code))[:MOST_COLOURS]
    for row in rows:
        row["part"] = row["part"] if row["part"] in kept else "others"


def _name(view: View, part: str, code: str) -> str:
    if code in ("others", "unknown"):
        return view.words(f"revenue.{code}")
    if part == "plan":
        return view.plan_name(code)
    return view.words.label("part" if part == "kind" else part, code)


def stages_chart(view: View) -> None:
    """How many and how much at each stage from usage to payment, on the days of the month."""
    words, currency = view.words, currency_of(view)
    found = {
        row["stage"]: row
        for row in view.ask(revenue.stages).records()
        if row["currency"] == currency
    }
    if not found:
        states.empty(view, "stages_chart")
        return

    def text(stage: str) -> str:
        if stage not in found:
            return words("revenue.no_stage")
        amount = money_headline(found[stage]["stage_amount"], currency, view.language)
        return f"{amount} · {words('trust.count', count=grouped(found[stage]['record_count']))}"

    across(
        [words.label("stage", stage) for stage in STAGES],
        [found[stage]["stage_amount"] if stage in found else 0 for stage in STAGES],
        [text(stage) for stage in STAGES],
        key="stages",
        alt=words("alt.stages"),
        room=0.8,
    )
