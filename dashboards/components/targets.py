"""What is planned for a month, beside what came: the target, how far it is reached, a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from dashboards.components.reading import LACKING
from dashboards.components.values import headline
from dashboards.components.view import View
from dashboards.components.words import Words
from trunkline.metrics.catalogue import Metric
from trunkline.presentation.figures import MINUS, points, rate, rounded, share
from trunkline.queries import executive
from trunkline.queries.figures import Figure

Targets = Mapping[tuple[str, str], Decimal]
NO_TARGETS: Targets = MappingProxyType({})


def targets_of(view: View) -> Targets:
    """The targets of the chosen month, by metric and currency; none in an older snapshot."""
    try:
        found: Targets = view.ask(executive.targets)
    except LACKING:
        return NO_TARGETS
    return found


def with_target(known: Figure, targets: Targets) -> Figure:
    """A figure with its target; one that is of no month has none."""
    if not known.series:
        return known
    key = (known.metric_id, known.currency or executive.NO_CURRENCY)
    return replace(known, target=targets.get(key))


def target_text(words: Words, definition: Metric, known: Figure, is_whole: bool) -> str:
    """`Target ₩1.23B · 98.2%` and `missed` in Markdown; of a part of a month the target alone.

    Money and counts are a share of the target, everything else is so much above or below it.
    Empty where there is no target.
    """
    if known.target is None:
        return ""
    planned = headline(definition, replace(known, value=known.target), words.language)
    text = words("target.planned", value=planned)
    if not is_whole or known.value is None:
        return text
    reached = _reached(words, definition, known, known.target)
    verdict = _verdict(words, definition, known.value, known.target)
    return f"{text} · {reached} {verdict}".strip() if reached else f"{text} {verdict}".strip()


def _verdict(words: Words, definition: Metric, value: Decimal, target: Decimal) -> str:
    """In a word, which the colour repeats; none of a metric that is better neither way."""
    if definition.better not in ("up", "down"):
        return ""
    is_met = value >= target if definition.better == "up" else value <= target
    # A badge keeps its word on one line.
    if is_met:
        return f":green-badge[{words('target.met')}]"
    return f":red-badge[{words('target.missed')}]"


def _reached(words: Words, definition: Metric, known: Figure, target: Decimal) -> str:
    """Share of the target, or signed difference; nothing where rounding leaves no difference."""
    value = known.value or Decimal(0)
    if definition.unit in ("money", "count") and target > 0 and value >= 0:
        # What is not all of it is never written as 100 %.
        part = value / target
        told = [places for places in (1, 2) if part == 1 or rounded(part, places + 2) != 1]
        return share(part, told[0]) if told else ""
    moved = value - target
    text = _difference(words, definition, replace(known, value=abs(moved)))
    if not any(digit in text for digit in "123456789"):
        return ""
    return f"{'+' if moved > 0 else MINUS}{text}"


def _difference(words: Words, definition: Metric, known: Figure) -> str:
    """A difference, without its sign, in words that keep it apart from a figure."""
    size = known.value or Decimal(0)
    if definition.unit == "share":
        return words("card.percentage_points", value=rate(size).removesuffix("%"))
    if definition.unit == "points":
        return words("card.points", value=points(size).removeprefix("+"))
    return headline(definition, known, words.language)
