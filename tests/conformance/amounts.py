"""Units: finer ones for quantities that are no whole numbers, and lengths of time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_LENGTH = re.compile(r"(?:([0-9.]+)h)?(?:([0-9.]+)m)?(?:([0-9.]+)s?)?")
MOST_DECIMALS = 9


def finer_digits(quantities: Iterable[Decimal]) -> int:
    """How many decimals the finest of these quantities has: 0 where all are whole."""
    return max((decimals_of(quantity) for quantity in quantities), default=0)


def decimals_of(number: Decimal) -> int:
    """Decimals that matter: 2.50 has one."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def in_finer_unit(quantity: Decimal, digits: int) -> int:
    """The quantity counted in units of 10 to the power of minus ``digits``; never rounded."""
    finer = quantity.scaleb(digits)
    if finer != int(finer):
        raise ValueError(f"{quantity} is no whole number of units of 1e-{digits}")
    return int(finer)


def seconds_of(value: Any) -> Decimal:
    """Seconds of a length of time as peers write it: 45s, 1h38m, 10m45s, 45, 10 (x1e9)."""
    text = str(value).strip().removesuffix("(x1e9)").strip()
    matched = _LENGTH.fullmatch(text)
    if not text or matched is None:
        raise ValueError(f"no length of time: {value!r}")
    hours, minutes, seconds = (Decimal(part or 0) for part in matched.groups())
    return hours * 3600 + minutes * 60 + seconds


def at_decimals(number: Decimal, decimals: int) -> Decimal:
    """The number at the decimals of a figure that is compared, at most nine."""
    return number.quantize(Decimal(1).scaleb(-min(decimals, MOST_DECIMALS)), ROUND_HALF_UP)
