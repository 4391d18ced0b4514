"""Round values for an axis."""

from __future__ import annotations

from decimal import Decimal
from math import floor, log10


def tick_values(low: Decimal, high: Decimal, smallest: Decimal = Decimal(0)) -> list[Decimal]:
    """Four to seven round values that span `low` to `high`, zero among them if it lies between.

    Steps are at least `smallest`.

    >>> [int(tick) for tick in tick_values(Decimal(0), Decimal(93))]
    [0, 20, 40, 60, 80, 100]
    """
    span = high - low
    if span <= 0:
        return [Decimal(0), Decimal(1)]
    size = Decimal(10) ** floor(log10(float(span / 5)))
    step = next(size * factor for factor in (1, 2, 5, 10) if span / (size * factor) <= 6)
    step = max(step, smallest)
    first, last = low // step, high // step
    first = first - 1 if first * step > low else first
    last = last + 1 if last * step < high else last
    return [step * number for number in range(int(first), int(last) + 1)]
