"""CGRateS: rounding of an amount, and of usage up to increments."""

from __future__ import annotations

from tests.conformance.fields import Fields
from tests.conformance.outputs import Outcome
from tests.conformance.peers.cgrates_rates import LINE, PEER, ROUNDING, Rate, rounding_options
from tests.conformance.scenario import ONE, ZERO, Event, Plan, Scenario, Subscription, Tier
from tests.conformance.vocabulary import Figures, Translation, Vocabulary

USE = "use"


def translate_amount(given: Fields, feature: str) -> Translation:
    """One item at a price, rounded as an event."""
    method = given.one_of("method", ROUNDING)
    options = rounding_options(method, given.integer("decimals"))
    rate = Rate((Tier(ZERO, given.decimal("value")),), options=options)
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=(rate.charge("rate"),),
        subscriptions=(Subscription(LINE, "plan"),),
        events=(Event(USE, ONE),),
    )

    def read(outcome: Outcome) -> Figures:
        return {"value": outcome.charge(USE)}

    return Translation(scenario, read)


def translate_increments(given: Fields, feature: str) -> Translation:
    """Usage in whole increments."""
    rate = Rate((Tier(ZERO, ONE),), increment=given.duration("increment_s"))
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=(rate.charge("rate", service="voice"),),
        subscriptions=(Subscription(LINE, "plan"),),
        events=(Event(USE, given.duration("usage_s"), service="voice"),),
    )

    def read(outcome: Outcome) -> Figures:
        return {"charged_s": outcome.number(USE, "metered_quantity")}

    return Translation(scenario, read)


VOCABULARIES = (
    Vocabulary(PEER, ("decimal rounding",), translate_amount),
    Vocabulary(PEER, ("round usage up to increment",), translate_increments),
)
