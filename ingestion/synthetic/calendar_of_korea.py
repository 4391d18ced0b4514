"""Local time of the operator and the public holidays of Korea.

Source of the holidays: Regulations on Public Holidays of Government Offices (관공서의 공휴일에 관한
규정) with its substitute holidays, and the nationwide local elections of 3 June 2026. Written by
hand for 2026; other years have none.
"""

from __future__ import annotations

import datetime as dt

# Korea has had no daylight saving time since 1988: a fixed offset is exact here.
OFFSET_SECONDS = 9 * 3600
OFFSET_TEXT = "+09:00"

HOLIDAYS: dict[dt.date, str] = {
    dt.date(2026, 1, 1): "New Year's Day",
    dt.date(2026, 2, 16): "Lunar New Year's Eve",
    dt.date(2026, 2, 17): "Lunar New Year's Day",
    dt.date(2026, 2, 18): "Day after Lunar New Year",
    dt.date(2026, 3, 1): "Independence Movement Day",
    dt.date(2026, 3, 2): "Substitute for Independence Movement Day",
    dt.date(2026, 5, 5): "Children's Day",
    dt.date(2026, 5, 24): "Buddha's Birthday",
    dt.date(2026, 5, 25): "Substitute for Buddha's Birthday",
    dt.date(2026, 6, 3): "Local elections",
    dt.date(2026, 6, 6): "Memorial Day",
    dt.date(2026, 8, 15): "Liberation Day",
    dt.date(2026, 8, 17): "Substitute for Liberation Day",
    dt.date(2026, 9, 24): "Chuseok Eve",
    dt.date(2026, 9, 25): "Chuseok",
    dt.date(2026, 9, 26): "Day after Chuseok",
    dt.date(2026, 10, 3): "National Foundation Day",
    dt.date(2026, 10, 5): "Substitute for National Foundation Day",
    dt.date(2026, 10, 9): "Hangeul Day",
    dt.date(2026, 12, 25): "Christmas Day",
}


def is_day_off(day: dt.date) -> bool:
    """Return whether people are off work: Saturday, Sunday or a public holiday."""
    return day.weekday() >= 5 or day in HOLIDAYS


def midnight(day: dt.date) -> str:
    """Return the local midnight that begins the day, as ISO 8601 with its offset."""
    return f"{day.isoformat()}T00:00:00{OFFSET_TEXT}"


def midnight_seconds(day: dt.date) -> int:
    """Return the same instant in seconds since 1970-01-01T00:00:00Z."""
    return (day - dt.date(1970, 1, 1)).days * 86_400 - OFFSET_SECONDS


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of the month (1 to 28), that many months later."""
    months_since_zero = day.year * 12 + day.month - 1 + months
    return dt.date(months_since_zero // 12, months_since_zero % 12 + 1, day.day)
