"""Times stand in UTC and are read in the operator's zone; the day must not slip."""

from __future__ import annotations

from datetime import UTC, date, datetime

from trunkline.presentation.moments import minute, month_name, second


def test_half_an_hour_before_and_after_midnight_in_seoul() -> None:
    assert (
        minute(datetime(2026, 9, 30, 14, 30, tzinfo=UTC).replace(tzinfo=None), "Asia/Seoul")
        == "2026-09-30 23:30 KST"
    )
    before = datetime(2026, 9, 30, 14, 30, tzinfo=UTC)
    after = datetime(2026, 9, 30, 15, 30, tzinfo=UTC)
    assert minute(before, "Asia/Seoul") == "2026-09-30 23:30 KST"
    # The marts hold UTC without a zone.
    assert minute(after.replace(tzinfo=None), "Asia/Seoul") == "2026-10-01 00:30 KST"


def test_zone_of_the_operator_and_of_the_value() -> None:
    assert second(datetime(2026, 7, 1, 12, tzinfo=UTC), "America/New_York").endswith("08:00:00 EDT")
    assert minute(None, "Asia/Seoul") == "–"


def test_month_names() -> None:
    assert month_name(date(2026, 9, 1), "ko") == "2026년 9월"
    assert month_name(date(2026, 9, 1), "en") == "Sep 2026"
