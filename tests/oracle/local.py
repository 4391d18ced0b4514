"""Local time, billing periods, and telephone numbers as the demo writes them."""

from __future__ import annotations

import datetime as dt

# Korea keeps one offset all year, and has since 1988.
LOCAL = dt.timezone(dt.timedelta(hours=9))


def normalised(number: str) -> str:
    """The demo's ways of writing a number, in E.164; short codes get +82 in front."""
    if number.startswith("+"):
        return number
    return "+82" + number.removeprefix("0")


def kept_prefix(number: str) -> str:
    """Digits of another party's number less the last four; short codes and 080 whole."""
    digits = normalised(number).removeprefix("+")
    if len(digits) <= 6 or digits.startswith("8280"):
        return digits
    return digits[:-4]


def midnight(day: dt.date) -> dt.datetime:
    """The instant at which a local day begins."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=LOCAL).astimezone(dt.UTC)


def period_of(day: dt.date, cycle_day: int) -> dt.date:
    """First local day of the period that holds a day."""
    if day.day >= cycle_day:
        return day.replace(day=cycle_day)
    return (day.replace(day=1) - dt.timedelta(days=1)).replace(day=cycle_day)


def next_month(day: dt.date) -> dt.date:
    """The same day (1 to 28) of the next month."""
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=day.day)
