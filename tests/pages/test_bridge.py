"""The bridge: bars hang together, and an axis that begins above zero says so."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from dashboards.components import bridge
from dashboards.components.bridge import Step


def drawn(monkeypatch: pytest.MonkeyPatch, *steps: tuple[str, int]) -> tuple[Any, bool]:
    """The figure of (label, amount) steps, the first and the last a balance; was it cut off?"""
    figures: list[Any] = []
    monkeypatch.setattr(bridge.st, "plotly_chart", lambda figure, **_: figures.append(figure))
    last = len(steps) - 1
    cut = bridge.bridge(
        [
            Step(label, Decimal(amount), f"{amount}", is_balance=place in (0, last))
            for place, (label, amount) in enumerate(steps)
        ],
        key="bridge",
        alt="",
    )
    return figures[0], cut


def spans(figure: Any) -> list[tuple[float, float]]:
    bars = figure.data[0]
    return [(base, base + width) for base, width in zip(bars.base, bars.x, strict=True)]


def test_each_movement_begins_where_the_one_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, cut = drawn(monkeypatch, ("a", 10), ("b", 90), ("c", -60), ("d", 40))
    assert spans(figure) == [(0, 10), (10, 100), (100, 40), (0, 40)]
    assert not cut


def test_an_axis_of_small_movements_begins_above_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    figure, cut = drawn(monkeypatch, ("a", 1000), ("b", 30), ("c", -10), ("d", 1020))
    assert cut
    assert spans(figure)[1:3] == [(1000, 1030), (1030, 1020)]
    assert figure.layout.xaxis.range[0] == spans(figure)[0][0] == 940


def test_a_balance_in_the_customer_s_favour_hangs_below_zero(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figure, cut = drawn(monkeypatch, ("a", -5), ("b", 20), ("c", -25), ("d", -10))
    assert spans(figure) == [(0, -5), (-5, 15), (15, -10), (0, -10)]
    assert figure.layout.xaxis.range[0] <= -10
    assert not cut
