"""The value of a metric as text: as a card shows it, and in full."""

from __future__ import annotations

from trunkline.metrics.catalogue import Metric
from trunkline.presentation.durations import days, duration
from trunkline.presentation.figures import (
    grouped,
    money_exact,
    money_headline,
    points,
    rate,
    share,
    shortened,
)
from trunkline.queries.figures import Figure

# Below it every digit can be read at a glance.
FEW = 100_000


def headline(definition: Metric, known: Figure, language: str) -> str:
    """The figure as the card shows it; nothing is `–`."""
    if known.value is None:
        return "–"
    if definition.unit == "money":
        if not definition.adds_up and abs(known.value) < FEW:
            return money_exact(known.value, known.currency or "KRW")
        return money_headline(known.value, known.currency or "KRW", language)
    if definition.unit == "share":
        return rate(known.value)
    if definition.unit == "duration":
        return duration(known.value, language)
    if definition.unit == "days":
        return days(known.value, language)
    if definition.unit == "points":
        return points(known.value)
    return grouped(known.value) if abs(known.value) < FEW else shortened(known.value, language)


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
