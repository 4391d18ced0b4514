"""BillRun: which rate a use is found to have, by the longest prefixes of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import yaml

from tests.conformance.fields import Fields
from tests.conformance.outputs import Outcome
from tests.conformance.peers.billrun_catalogue import SERVICE_OF
from tests.conformance.scenario import (
    ALWAYS,
    ONE,
    ZERO,
    Charge,
    Destination,
    Event,
    Plan,
    Route,
    Scenario,
    Subscription,
    Tier,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

PEER = "BillRun/system"
FACTS = Path(__file__).with_name("billrun_facts.yml")
USE = "use"
NOT_FOUND = {"result": "Rate not found"}


def translate(given: Fields, feature: str) -> Translation:
    """One use, and the rates of the peer's test data that are found by the same fields."""
    if given.get("WholesaleRate") is not None:
        return _two_legs(given)
    facts = yaml.safe_load(FACTS.read_text("utf-8"))["rates"]
    kind = given.one_of("type", facts)
    fields, rates = facts[kind]["fields"], facts[kind]["rates"]
    digits = [str(given.need(field)) for field in fields]
    at = given.time("urt")
    given.ignore("stamp")  # its number
    service, direction = SERVICE_OF[given.one_of("usaget", SERVICE_OF)]
    zones = {f"rate{place}": rate for place, rate in enumerate(rates)}
    longest = max(len(rate["prefixes"][0]) for rate in rates)
    # the second of two fields is taken for the network from which the first is called
    network = digits[1] if len(fields) > 1 else ""
    destinations = [_destination(zone, rate) for zone, rate in zones.items()]
    if "expired revision" in feature and "use shorter prefix" in feature:
        # the longer prefix that the feature speaks of
        longest += 1
        over = Destination(digits[0][:longest], next(iter(zones)), valid_to=_latest_start(rates))
        destinations.append(over)
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=tuple(
            Charge(zone, "plan", (Tier(ZERO, ONE),), service, direction, zone) for zone in zones
        ),
        subscriptions=(Subscription("line", "plan"),),
        destinations=tuple(destinations),
        events=(
            Event(
                USE,
                given.decimal("usagev"),
                service=service,
                direction=direction,
                digits=digits[0][:longest],
                network=network,
                started_at=at,
            ),
        ),
    )

    def read(outcome: Outcome) -> Figures:
        if outcome.suspense(USE):
            return NOT_FOUND
        return {zones[outcome.text(USE, "zone")]["key"]: "retail"}

    return Translation(scenario, read)


def _two_legs(given: Fields) -> Translation:
    """One use at the customer's rate and at that of the partner who carries it."""
    given.one_of("type", ("Wholesale",))
    given.ignore("stamp")  # its number
    rates = {
        "retail": str(given.need("RetailRate")),
        "wholesale": str(given.need("WholesaleRate")),
    }
    service, direction = SERVICE_OF[given.one_of("usaget", SERVICE_OF)]
    scenario = Scenario(
        plans=(Plan("retail"), Plan("wholesale", line_type="supplier")),
        charges=tuple(
            Charge(rate, plan, (Tier(ZERO, ONE),), service, direction)
            for plan, rate in rates.items()
        ),
        subscriptions=(Subscription("line", "retail"),),
        routes=(Route("partner", "wholesale"),),
        events=(
            Event(
                USE,
                given.decimal("usagev"),
                service=service,
                direction=direction,
                started_at=given.time("urt"),
            ),
        ),
    )

    def read(outcome: Outcome) -> Figures:
        return {
            outcome.cost_of(USE, "charge_id"): outcome.cost_of(USE, "plan_id"),
            outcome.text(USE, "charge_id"): outcome.text(USE, "plan_id"),
        }

    return Translation(scenario, read)


def _destination(zone: str, rate: Mapping[str, Any]) -> Destination:
    begin, end = (
        datetime.combine(rate[key], time(), UTC) if key in rate else None for key in ("from", "to")
    )
    digits, network = [*rate["prefixes"], ""][:2]
    return Destination(digits, zone, network=network, valid_from=begin or ALWAYS, valid_to=end)


def _latest_start(rates: list[Mapping[str, Any]]) -> datetime:
    day = max(rate["from"] for rate in rates if "from" in rate)
    return datetime.combine(day, time(), UTC)


VOCABULARIES = (Vocabulary(PEER, ("rate lookup",), translate),)
