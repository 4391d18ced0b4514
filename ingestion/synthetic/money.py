"""Money in whole numbers: millionths of a currency, and its smallest unit."""

from __future__ import annotations

from ingestion.synthetic.catalogue import CURRENCIES

MILLION = 1_000_000
DECIMALS = {code: decimals for code, _, decimals, _ in CURRENCIES}


def millionths(text: object) -> int:
    """Return an amount with at most six decimals in millionths. Raises ValueError otherwise."""
    digits = str(text)
    sign = -1 if digits.startswith("-") else 1
    whole, _, fraction = digits.removeprefix("-").partition(".")
    if len(fraction) > 6:
        raise ValueError(f"{text} has more than six decimals")
    return sign * (int(whole or "0") * MILLION + int(fraction.ljust(6, "0")))


def half_up(amount: int, unit: int) -> int:
    """Divide and round to a whole number, a half away from zero."""
    size = (2 * abs(amount) + unit) // (2 * unit)
    return size if amount >= 0 else -size


def money(minor: int, currency: str) -> str:
    """Return an amount in the smallest unit of a currency as decimal text."""
    decimals = DECIMALS[currency]
    sign, size = "-" if minor < 0 else "", abs(minor)
    if decimals == 0:
        return f"{sign}{size}"
    return f"{sign}{size // 10**decimals}.{size % 10**decimals:0{decimals}d}"
