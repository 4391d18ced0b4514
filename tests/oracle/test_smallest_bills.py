"""Recurring and one-time charges, rounding and tax, on the smallest histories."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.oracle.billing import Charge, spread_tax
from tests.oracle.small_history import History, catalogue, fee, people, subscription


def test_recurring_is_counted_by_the_days_on_the_plan():
    history = History().load(catalogue(), people(), {"charges": [fee("31000"), fee("62000", "b")]})
    change = subscription("b", valid_from="2026-03-11T00:00:00+09:00")
    left = subscription("b", "terminated", valid_from="2026-03-21T00:00:00+09:00")
    history.load({"subscriptions": [change, left]}).close("2026-03-01")
    (invoice,) = history.billing.invoices
    assert [(line.charge_id, line.amount) for line in invoice.lines] == [
        ("a.fee", 10_000),
        ("b.fee", 20_000),
    ]
    assert (invoice.net, invoice.tax) == (30_000, 3_000)


def test_one_time_charges_go_to_the_open_period_and_count_once():
    row = {
        "charge_reference": "o", "subscription_id": "s", "description": "", "amount": "-500",
        "charged_at": "2026-03-31T23:59:59+09:00", "currency": "KRW", "tax_code": "vat",
    }  # fmt: skip
    history = History().load(catalogue(), people()).close("2026-03-01")
    history.load({"one_time_charges": [row, row]}).close("2026-04-01")
    (invoice,) = history.billing.invoices
    assert [(line.amount, line.is_late) for line in invoice.lines] == [(-500, True)]
    assert (invoice.period, invoice.tax) == (dt.date(2026, 4, 1), -50)


@pytest.mark.parametrize(
    ("nets", "taxes"),
    [
        ([15, 15, 15], [2, 2, 1]),
        ([4, 4, 4, 3], [1, 1, 0, 0]),
        ([-5], [-1]),
        ([-4, -4, 3], [0, -1, 0]),
    ],
    ids=["equal_remainders", "all_below_one", "half_away_from_zero", "credit_and_charge"],
)
def test_tax_is_rounded_once_and_shared_by_largest_remainder(nets, taxes):
    lines = [
        Charge(
            "x", "s", "a", "usage", str(i), ("", "", "", ""), "KRW", "vat", False, net=Decimal(n)
        )
        for i, n in enumerate(nets)
    ]
    spread_tax(lines, Decimal("0.1"), Decimal(1))
    assert [int(line.tax) for line in lines] == taxes
