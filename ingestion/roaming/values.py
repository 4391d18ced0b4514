"""Times, numbers and amounts of a roaming file, as texts that the contract's types take."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from ingestion.roaming.element import Element, damaged

Values = dict[str, str | None]

MOST_DECIMAL_PLACES = 6
_LOCAL_TIME = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})")
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})")
_NUMBER = re.compile(r"\+?[0-9]{2,20}")


def moment(local: str | None, offset: str | None) -> str | None:
    """Return CCYYMMDDhhmmss and +hhmm as one time; without an offset, the local time alone."""
    if local is None:
        return None
    digits = _LOCAL_TIME.fullmatch(local)
    if digits is None:
        return local
    year, month, day, hour, minute, second = digits.groups()
    text = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
    return f"{text}{_with_colon(offset)}" if offset else text


def stated_moment(within: Element, name: str) -> str | None:
    """Return a time that bears its own offset (DateTimeLong), None without it."""
    found = within.find(name)
    return moment(found.text("LocalTimeStamp"), found.text("UtcTimeOffset")) if found else None


def instant(text: str | None) -> datetime | None:
    """Return a time with its offset as one that can be compared; None where it is none."""
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return time if time.tzinfo else None


def party_number(digits: str | None) -> str | None:
    """Return a party's number; None for what is none, as where a message came from INFO.

    TD.57 gives numbers with their country code and without +, which is added while landing.
    """
    return digits if digits is not None and _NUMBER.fullmatch(digits) else None


def whole(number: int | None) -> str | None:
    """Return a whole number as text, None without one."""
    return None if number is None else str(number)


def amount(units: int, places: int) -> str:
    """Return an amount of whole units of ten to the minus ``places``, exactly.

    >>> amount(2300, 3)
    '2.300'
    """
    return f"{Decimal(units).scaleb(-places):f}"


def absolute(element: Element) -> int:
    """Return an amount, which by TD.57 is never negative (AbsoluteAmount)."""
    if element.number < 0:
        raise damaged(element.offset, f"{element.name} is negative, which no amount may be")
    return element.number


def decimal_places(element: Element) -> int:
    """Return by how many places amounts or rates are shifted, 0 to 6."""
    if not 0 <= element.number <= MOST_DECIMAL_PLACES:
        what = f"{element.name} is not from 0 to {MOST_DECIMAL_PLACES}"
        raise damaged(element.offset, what)
    return element.number


def _with_colon(offset: str) -> str:
    parts = _OFFSET.fullmatch(offset)
    return f"{parts[1]}{parts[2]}:{parts[3]}" if parts else offset
