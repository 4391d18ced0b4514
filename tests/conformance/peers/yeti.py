"""Yeti: a call at the customer's tariff and at the vendor's, and what a failed attempt costs."""

from __future__ import annotations

from decimal import Decimal

from tests.conformance.fields import Fields, NotUnderstoodError
from tests.conformance.outputs import Outcome
from tests.conformance.scenario import (
    ZERO,
    Charge,
    Event,
    Plan,
    Route,
    Scenario,
    Subscription,
    Tier,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "yeti-switch/yeti-web"
LEGS = ("customer", "vendor")
MINUTE = Decimal(60)
FINER_DIGITS = 6
"""Prices have more decimals than a line has."""


def translate(given: Fields, feature: str) -> Translation:
    """One call, answered or not, with the tariff of each leg."""
    charges = []
    tax_rate = given.decimal("vat_percent", "0") / 100
    for leg in LEGS:
        tiers: tuple[Tier, ...] = (Tier(ZERO, ZERO),)
        connect_fee, increments = ZERO, (Decimal(1), Decimal(1))
        if leg in given:
            tariff = given.fields(leg)
            tiers, connect_fee, increments = _tariff(tariff)
            if leg == "customer":
                tax_rate = tariff.decimal("vat_percent", "0") / 100
            tariff.ignore("vat_percent")
            tariff.done()
        fee = given.decimal_or_none(f"{leg}_attempt_fee")
        charges.append(
            Charge(
                leg,
                leg,
                tiers,
                service="voice",
                initial_increment=increments[0],
                next_increment=increments[1],
                connect_fee=connect_fee,
                options={} if fee is None else {"attempt_fee": fee},
            )
        )
    answered = given.flag("answered", default=True)
    if not given.flag("is_last_cdr", default=True):
        raise NotUnderstoodError("not understood: an attempt that is not the last of its call")
    outcome_name = "completed" if answered else "unanswered"
    if given.get("internal_disconnect_code_id") is not None:
        # turned away before it reached a route: no attempt was made
        outcome_name = "failed"
    event = Event(
        "call",
        given.duration("duration_s"),
        "customer",
        service="voice",
        outcome=outcome_name,
    )
    scenario = Scenario(
        plans=(
            Plan("customer", money_digits=FINER_DIGITS),
            Plan("vendor", line_type="supplier", money_digits=FINER_DIGITS),
        ),
        charges=tuple(charges),
        subscriptions=(Subscription("customer", "customer"),),
        events=(event,),
        routes=(Route("vendor", "vendor"),),
        tax_rate=tax_rate,
    )

    def read(outcome: Outcome) -> Figures:
        figures: dict[str, Figures] = {
            "customer_price_no_vat": outcome.total("customer"),
            "customer_price": outcome.total("customer", amount="gross_amount"),
            "vendor_price": outcome.cost("call"),
            "profit": outcome.margin("call"),
        }
        if answered:
            figures["duration"] = outcome.number("call", "quantity")
            figures["customer_duration"] = outcome.number("call", "metered_quantity")
            figures["vendor_duration"] = outcome.cost_of("call", "metered_quantity")
        return figures

    return Translation(scenario, read)


def _tariff(tariff: Fields) -> tuple[tuple[Tier, ...], Decimal, tuple[Decimal, Decimal]]:
    initial, later = tariff.duration("initial_interval_s"), tariff.duration("next_interval_s")
    tiers = (
        Tier(ZERO, tariff.decimal("initial_rate_per_min"), rate_unit=MINUTE),
        Tier(initial, tariff.decimal("next_rate_per_min"), rate_unit=MINUTE),
    )
    return tiers, tariff.decimal("connect_fee"), (initial, later)


VOCABULARIES = (Vocabulary(PEER, ("",), translate),)
