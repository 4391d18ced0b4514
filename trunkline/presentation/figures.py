"""Money, counts, shares and quantities as people read them.

Korean headlines group by four digits (만, 억, 조), English ones by three (K, M, B, T). The language
decides, not the browser. Rounding is half up, on `Decimal`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

KOREAN_STEPS = ((Decimal(10) ** 12, "조"), (Decimal(10) ** 8, "억"), (Decimal(10) ** 4, "만"))
ENGLISH_STEPS = (
    (Decimal(10) ** 12, "T"),
    (Decimal(10) ** 9, "B"),
    (Decimal(10) ** 6, "M"),
    (Decimal(10) ** 3, "K"),
)
SYMBOLS = {"KRW": "₩", "USD": "$", "EUR": "€", "JPY": "¥", "GBP": "£"}
# ISO 4217 minor units; every other currency shown so far has two.
NO_MINOR_UNIT = frozenset({"KRW", "JPY", "VND"})
MINUS = "−"
# A sum of DECIMAL(38, 6) has up to 38 figures; the default context stops at 28.
WIDE = Context(prec=60)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` half up at `decimals` places."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, WIDE)


def currency_decimals(currency: str) -> int:
    """Places after the point in which amounts of the currency are written."""
    return 0 if currency in NO_MINOR_UNIT else 2


def grouped(value: Decimal | int, decimals: int = 0) -> str:
    """Digits in groups of three, with a true minus sign: `−1,234.50`."""
    number = rounded(Decimal(value), decimals)
    return f"{number:,.{decimals}f}".replace("-", MINUS)


def trimmed(value: Decimal, decimals: int) -> str:
    """As `grouped`, without zeros that say nothing after the point."""
    text = grouped(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def shortened(value: Decimal | int, language: str, decimals: int = 0) -> str:
    """Three figures and a step: `9.9억`, `3,312만`, `1.23조`; `990M` in English."""
    number = Decimal(value)
    for step, mark in KOREAN_STEPS if language == "ko" else ENGLISH_STEPS:
        if abs(number) < step:
            continue
        share = number / step
        places = 2 if abs(share) < 10 else 1 if abs(share) < 100 else 0
        return f"{trimmed(share, places)}{mark}"
    return grouped(number, decimals)


def money_headline(amount: Decimal, currency: str, language: str) -> str:
    """An amount for a card or an axis: `9.9억 원`, `₩990M`, `$1.2M`."""
    digits = shortened(amount, language, currency_decimals(currency))
    if currency == "KRW" and language == "ko":
        return f"{digits} 원" if digits[-1] in "조억만" else f"{digits}원"
    return with_symbol(digits, currency)


def money_exact(amount: Decimal, currency: str) -> str:
    """An amount in full, at the currency's decimals: `₩33,120`, `−$4.50`."""
    return with_symbol(grouped(amount, currency_decimals(currency)), currency)


def money_unrounded(amount: Decimal, currency: str) -> str:
    """A price or a charge with all the decimals it has, at most six: `₩1.98`."""
    return with_symbol(trimmed(amount, 6), currency)


def with_symbol(digits: str, currency: str) -> str:
    """Put the currency's sign (or its code and a blank) before digits, after a minus."""
    sign = MINUS if digits.startswith(MINUS) else ""
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{sign}{symbol}{digits.removeprefix(MINUS)}"


def share(value: Decimal | None, decimals: int = 1) -> str:
    """A share of one as percent: `0.125` is `12.5%`; nothing to divide by is `–`."""
    return "–" if value is None else f"{grouped(Decimal(value) * 100, decimals)}%"


def rate(value: Decimal | None) -> str:
    """As `share`, with a place more within a hundredth of nothing or of all: `99.97%`, `0.38%`."""
    if value is None:
        return "–"
    near = min(abs(value), abs(1 - value))
    return share(value, 2 if 0 < near < Decimal("0.01") else 1)


def points(value: Decimal) -> str:
    """Points from −100 to +100, always with a sign: `+23`, `−4.5`."""
    text = trimmed(value, 1)
    return f"+{text}" if value > 0 else text


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """(now − before) / before at four places; nothing when there is no base."""
    if now is None or not before:
        return None
    return rounded((Decimal(now) - Decimal(before)) / abs(Decimal(before)), 4)
