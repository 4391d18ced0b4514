"""Comparing figures as the README of the cases says: at the decimals in which they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.conformance.amounts import at_decimals


@dataclass(frozen=True)
class Difference:
    """A figure that is not what was expected, by its place in `expected`."""

    place: str
    expected: object
    got: object

    def __str__(self) -> str:
        return f"{self.place}: expected {self.expected}, got {self.got}"


@dataclass
class Comparison:
    """How many figures were equal or not compared, and which differ."""

    equal: int
    not_compared: list[str]
    differences: list[Difference]


def compare(expected: Mapping[str, Any], got: Any, not_compared: Collection[str]) -> Comparison:
    """Compare every figure of ``expected``, but those whose place is listed as not compared."""
    comparison = Comparison(0, [], [])
    for place, wanted, found in _pairs(expected, got, "", not_compared):
        if found is _NOT_COMPARED:
            comparison.not_compared.append(place)
        elif found is _MISSING:
            comparison.differences.append(Difference(place, wanted, "nothing of ours"))
        elif _is_equal(wanted, found):
            comparison.equal += 1
        else:
            comparison.differences.append(Difference(place, wanted, found))
    return comparison


_MISSING = object()
_NOT_COMPARED = object()


def _pairs(
    wanted: Any, found: Any, place: str, not_compared: Collection[str]
) -> Iterator[tuple[str, Any, Any]]:
    if place and place.rsplit(".", 1)[-1] in not_compared:
        yield place, wanted, _NOT_COMPARED
    elif isinstance(wanted, Mapping):
        for key, value in wanted.items():
            is_known = isinstance(found, Mapping) and key in found
            inner = found[key] if is_known else _MISSING
            yield from _pairs(value, inner, f"{place}.{key}".strip("."), not_compared)
    elif isinstance(wanted, list):
        if not isinstance(found, (list, tuple)) or len(found) != len(wanted):
            yield place, wanted, found
            return
        for number, (value, inner) in enumerate(zip(wanted, found, strict=True)):
            yield from _pairs(value, inner, f"{place}[{number}]", not_compared)
    else:
        yield place, wanted, found


def _is_equal(wanted: object, found: object) -> bool:
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(found, str) or found is None:
        return wanted == found
    try:
        figure = Decimal(str(wanted))
    except InvalidOperation:
        return wanted == found
    if not isinstance(found, (Decimal, int)):
        return False
    exponent = figure.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return at_decimals(figure, decimals) == at_decimals(Decimal(found), decimals)
