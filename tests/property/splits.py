"""One call, and the same call in two parts that follow each other, under a linear tariff.

Exactly per second, no fee, no tier, no grant: then what the parts cost is what the whole costs,
wherever it is parted and whatever bands it crosses.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as draw

from tests.property.files import ALWAYS, Row, Rows, moment
from tests.property.worlds import DAYS


@dataclass(frozen=True)
class Split:
    """Prices of a second at peak and beside it; where the call begins, lasts and is parted."""

    peak: Decimal
    off_peak: Decimal
    second: int
    quantity: int
    first_part: int


@draw.composite
def splits(choose: draw.DrawFn) -> Split:
    """A call of up to ten hours; half of them over an end of a band, 08:00 or 20:00 in Seoul."""
    micros = draw.integers(0, 3_000_000) | draw.integers(1_000_000, 3_000_000)
    price = micros.map(lambda number: Decimal(number).scaleb(-6))
    begins = choose(draw.integers(0, (DAYS - 1) * 86_400))
    quantity = choose(draw.integers(2, 36_000))
    if choose(draw.booleans()):
        before = choose(draw.integers(1, 18_000))
        begins = begins // 43_200 * 43_200 + 39_600 - before
        quantity = before + choose(draw.integers(1, 18_000))
    return Split(
        choose(price), choose(price), begins, quantity, choose(draw.integers(1, quantity - 1))
    )


def rows(drawn: list[Split]) -> Rows:
    """Their plan, two subscriptions each, and the calls; all of them in one load."""
    for number, split in enumerate(drawn):
        yield from _tariff(split, f"split-{number}")
        yield from _customers(f"split-{number}", f"+8211{number:05}")
        whole = (0, split.quantity)
        first = (0, split.first_part)
        second = (split.first_part, split.quantity - split.first_part)
        for line, parts in enumerate(((whole,), (first, second))):
            for begins, quantity in parts:
                yield (
                    "mediation/usage_events",
                    {
                        "producer": "SW9",
                        "record_id": f"split-{number}-{line}-{begins}",
                        "record_number": 0,
                        "service": "voice",
                        "direction": "outgoing",
                        "outcome": "completed",
                        "charged_party": f"+8211{number:05}{line}",
                        "other_party": "+49301234567",
                        "started_at": moment(split.second + begins),
                        "quantity": quantity,
                        "unit": "second",
                    },
                )


def _tariff(split: Split, name: str) -> Rows:
    plan: Row = {"plan_id": name, "name": name, "line_type": "handset", "currency": "EUR"}
    yield "catalogue/plans", {**plan, **ALWAYS}
    for band, price in (("peak", split.peak), ("off_peak", split.off_peak)):
        charge: Row = {
            "charge_id": f"{name}-{band}",
            "plan_id": name,
            "charge_kind": "usage",
            "description": band,
            "service": "voice",
            "direction": "outgoing",
            "zone": "anywhere",
            "time_band": band,
            "initial_increment": 1,
            "next_increment": 1,
            "rate_unit": 1,
            "connect_fee": Decimal(0),
            "currency": "EUR",
            "tax_code": "vat",
        }
        yield "catalogue/charges", {**charge, **ALWAYS}
        tier: Row = {"charge_id": f"{name}-{band}", "from_quantity": 0, "unit_price": price}
        yield "catalogue/charge_tiers", {**tier, **ALWAYS}


def _customers(name: str, number: str) -> Rows:
    account: Row = {"account_id": name, "holder_name": name, "segment": "consumer"}
    paid: Row = {"region": "nowhere", "bill_cycle_day": 1, "currency": "EUR"}
    yield "billing/accounts", {**account, **paid, **ALWAYS}
    for line in (0, 1):
        held: Row = {"subscription_id": f"{name}-{line}", "account_id": name, "plan_id": name}
        yield "billing/subscriptions", {**held, **ALWAYS}
        owned: Row = {"number": f"{number}{line}", "subscription_id": f"{name}-{line}"}
        yield "billing/number_history", {**owned, **ALWAYS}
