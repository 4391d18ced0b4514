"""Durations, days, points and rates as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trunkline.presentation.durations import days, duration
from trunkline.presentation.figures import points, rate


@pytest.mark.parametrize(
    ("seconds", "korean", "english"),
    [
        (0, "0초", "0s"),
        (59, "59초", "59s"),
        (60, "1분", "1m"),
        (3_569, "59분", "59m"),
        (3_570, "1시간", "1h"),
        (9_126, "2시간 32분", "2h 32m"),
        (86_399, "1일", "1d"),
        (98_114, "1일 3시간", "1d 3h"),
        (172_800, "2일", "2d"),
    ],
)
def test_duration_in_two_units(seconds: int, korean: str, english: str) -> None:
    assert (duration(seconds, "ko"), duration(Decimal(seconds), "en")) == (korean, english)


def test_days_and_points() -> None:
    assert (days(Decimal("34.2"), "ko"), days(Decimal("20"), "en")) == ("34.2일", "20 days")
    assert [points(Decimal(value)) for value in ("23", "0", "-4.5")] == ["+23", "0", "−4.5"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.9997", "99.97%"),
        ("0.003848", "0.38%"),
        ("0.5", "50.0%"),
        ("0", "0.0%"),
        ("1", "100.0%"),
        ("1.2", "120.0%"),
    ],
)
def test_rate_shows_a_place_more_near_nothing_and_near_all(value: str, text: str) -> None:
    assert rate(Decimal(value)) == text
