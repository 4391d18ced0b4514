"""How amounts are written, exactly, in two languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.presentation.figures import (
    change,
    grouped,
    money_exact,
    money_headline,
    money_unrounded,
    share,
)
from trunkline.presentation.quantities import quantity


@pytest.mark.parametrize(
    ("amount", "korean", "english"),
    [
        ("0", "0원", "₩0"),
        ("9999", "9,999원", "₩10K"),
        ("33120", "3.31만 원", "₩33.1K"),
        ("33120000", "3,312만 원", "₩33.1M"),
        ("99999999", "10,000만 원", "₩100M"),
        ("990000000", "9.9억 원", "₩990M"),
        ("1230000000000", "1.23조 원", "₩1.23T"),
        ("-4500000", "−450만 원", "−₩4.5M"),
        ("123456789012345678901", "123,456,789조 원", "₩123,456,789T"),
    ],
)
def test_headline_of_won(amount: str, korean: str, english: str) -> None:
    assert money_headline(Decimal(amount), "KRW", "ko") == korean
    assert money_headline(Decimal(amount), "KRW", "en") == english


def test_other_currencies_keep_their_sign_and_cents() -> None:
    assert money_headline(Decimal("12.345"), "USD", "ko") == "$12.35"
    assert money_exact(Decimal("-1234.5"), "USD") == "−$1,234.50"
    assert money_exact(Decimal("5"), "CHF") == "CHF 5.00"
    assert money_exact(Decimal("33120.5"), "KRW") == "₩33,121"


def test_unrounded_price_shows_what_it_has_and_no_more() -> None:
    assert money_unrounded(Decimal("1.980000"), "KRW") == "₩1.98"
    assert money_unrounded(Decimal("100.000000"), "KRW") == "₩100"
    assert money_unrounded(Decimal("0.000001"), "USD") == "$0.000001"


def test_shares_and_changes() -> None:
    assert share(Decimal("0.12345")) == "12.3%"
    assert share(None) == "–"
    assert change(Decimal(110), Decimal(100)) == Decimal("0.1000")
    assert change(Decimal(-50), Decimal(-100)) == Decimal("0.5000")
    assert change(Decimal(5), Decimal(0)) is None
    assert change(None, Decimal(1)) is None


@given(st.decimals(min_value=-(10**30), max_value=10**30, places=6))
def test_exact_amount_reads_back_as_itself(amount: Decimal) -> None:
    text = grouped(amount, 6).replace(",", "").replace("−", "-")
    assert Decimal(text) == amount


@pytest.mark.parametrize(
    ("value", "service", "korean", "english"),
    [
        (65, "voice", "1분 5초", "1 min 5 s"),
        (0, "voice", "0초", "0 s"),
        (7200, "voice", "120 분", "120 min"),
        (5 * 1024**3, "data", "5 GB", "5 GB"),
        (1, "sms", "1 건", "1 msg"),
        (12345, "content", "1.23만 건", "12.3K item"),
        (None, "data", "–", "–"),
    ],
)
def test_quantities(value: int | None, service: str, korean: str, english: str) -> None:
    assert quantity(value, service, "ko") == korean
    assert quantity(value, service, "en") == english
