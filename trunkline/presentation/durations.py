"""How long something took, as people say it: two units, the larger first."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from trunkline.presentation.figures import trimmed

DAY, HOUR, MINUTE = 86_400, 3_600, 60
UNITS = {
    "ko": {DAY: "일", HOUR: "시간", MINUTE: "분", 1: "초"},
    "en": {DAY: "d", HOUR: "h", MINUTE: "m", 1: "s"},
}


def duration(seconds: Decimal | int, language: str) -> str:
    """Seconds as `2시간 32분`, `1일 3시간`, `2h 32m`, rounded half up to the smaller unit.

    >>> duration(98_114, "en")
    '1d 3h'
    """
    exact = int(Decimal(seconds).quantize(Decimal(1), ROUND_HALF_UP))
    units = UNITS[language]
    if exact < MINUTE:
        return f"{exact}{units[1]}"
    # Rounded before the larger unit is chosen, so that 59 minutes and 50 seconds are one hour.
    minutes = (exact + MINUTE // 2) // MINUTE * MINUTE
    if minutes < HOUR:
        return f"{minutes // MINUTE}{units[MINUTE]}"
    larger, smaller, left = HOUR, MINUTE, minutes
    if minutes >= DAY:
        larger, smaller, left = DAY, HOUR, (exact + HOUR // 2) // HOUR * HOUR
    whole, rest = divmod(left, larger)
    tail = f" {rest // smaller}{units[smaller]}" if rest else ""
    return f"{whole}{units[larger]}{tail}"


def days(value: Decimal, language: str) -> str:
    """Days at one place: `34.2일`, `34.2 days`."""
    return f"{trimmed(value, 1)}{'일' if language == 'ko' else ' days'}"
