"""Times and months in the operator's zone. The marts hold UTC without a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def local(moment: datetime, zone: str) -> datetime:
    """A UTC time of the marts in the operator's zone; one that bears a zone keeps its instant."""
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return aware.astimezone(ZoneInfo(zone))


def minute(moment: datetime | None, zone: str) -> str:
    """`2026-09-30 23:59 KST`; nothing is `–`."""
    return "–" if moment is None else f"{local(moment, zone):%Y-%m-%d %H:%M %Z}"


def second(moment: datetime | None, zone: str) -> str:
    """`2026-09-30 23:59:07 KST`; nothing is `–`."""
    return "–" if moment is None else f"{local(moment, zone):%Y-%m-%d %H:%M:%S %Z}"


def month_label(month: date, language: str) -> str:
    """A month in two short lines for an axis: `9월<br>2026`, `Sep<br>2026`."""
    name = f"{month.month}월" if language == "ko" else ENGLISH_MONTHS[month.month - 1]
    return f"{name}<br>{month.year}"


def month_name(month: date, language: str) -> str:
    """`2026년 9월`, `Sep 2026`."""
    if language == "ko":
        return f"{month.year}년 {month.month}월"
    return f"{ENGLISH_MONTHS[month.month - 1]} {month.year}"


def month_before(month: date) -> date:
    """First day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def month_after(month: date) -> date:
    """First day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
