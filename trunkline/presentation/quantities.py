"""Usage in the unit that people speak of: minutes, gigabytes, messages.

The marts hold seconds, bytes, messages and items. A megabyte is 1,024 × 1,024 bytes
here, as Korean tariffs count; the exact figure stands beside it wherever it is shown.
"""

from __future__ import annotations

from decimal import Decimal

from trunkline.presentation.figures import grouped, shortened, trimmed

UNITS = {"voice": "minute", "sms": "message", "mms": "message", "data": "megabyte"}
UNIT_SIZES = {"minute": 60, "message": 1, "megabyte": 1024**2, "item": 1}
UNIT_NAMES = {
    "ko": {"minute": "분", "message": "건", "megabyte": "MB", "item": "건"},
    "en": {"minute": "min", "message": "msg", "megabyte": "MB", "item": "item"},
}
SHORT_CALL = 3600
BYTE_STEPS = (
    (1024**5, "PB"),
    (1024**4, "TB"),
    (1024**3, "GB"),
    (1024**2, "MB"),
    (1024, "KB"),
)


def unit_of(service: str) -> str:
    """The spoken unit of a service; content is counted in items."""
    return UNITS.get(service, "item")


def unit_name(service: str, language: str) -> str:
    """How the unit is written: `분`, `min`, `MB`."""
    return UNIT_NAMES[language][unit_of(service)]


def quantity(value: int | None, service: str, language: str) -> str:
    """A quantity of the marts for people: `1분 5초`, `1.2억 분`, `3.4 TB`, `812 msg`."""
    if value is None:
        return "–"
    if service == "data":
        return data_volume(value)
    if service == "voice" and abs(value) < SHORT_CALL:
        return short_call(value, language)
    spoken = Decimal(value) / UNIT_SIZES[unit_of(service)]
    return f"{shortened(spoken, language)} {unit_name(service, language)}"


def short_call(seconds: int, language: str) -> str:
    """Under an hour, to the second: `1분 5초`, `1 min 5 s`."""
    minutes, rest = divmod(abs(seconds), 60)
    sign = "−" if seconds < 0 else ""
    if language == "ko":
        return f"{sign}{minutes}분 {rest}초" if minutes else f"{sign}{rest}초"
    return f"{sign}{minutes} min {rest} s" if minutes else f"{sign}{rest} s"


def data_volume(octets: int) -> str:
    """Bytes at three figures: `3.42 GB`."""
    for step, mark in BYTE_STEPS:
        if abs(octets) >= step:
            scaled = Decimal(octets) / step
            places = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 100 else 0
            return f"{trimmed(scaled, places)} {mark}"
    return f"{grouped(octets)} B"
