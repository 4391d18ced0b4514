"""CGRateS: records rated as they arrived, then again in the order in which the calls began."""

from __future__ import annotations

from decimal import Decimal

from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import NoOutputError, Outcome
from tests.conformance.peers.cgrates_rates import LINE, PEER, rate_of
from tests.conformance.scenario import Allowance, Event, Plan, Scenario, Subscription
from tests.conformance.vocabulary import Figures, Translation, Vocabulary


def translate(given: Fields, feature: str) -> Translation:
    """Seconds for nothing, then a price; each record arrives in a load of its own."""
    free = given.duration("allowance_voice_s")
    given.one_of("rerate_order_by", ("AnswerTime",))
    rate = rate_of(given.rows("rates"))
    events, first_costs = [], {}
    for load, row in enumerate(given.rows("cdrs_in_arrival_order"), start=1):
        with all_of(row.values, row.place) as call:
            name, seconds = str(call.need("id")), call.duration("usage")
            started_at = call.time("answer")
            first_costs[name] = call.decimal("first_cost")
        events.append(Event(name, seconds, LINE, "voice", started_at=started_at, load=load))
    periods = {f"{event.started_at:%Y-%m}" for event in events}
    if len(periods) != 1:
        raise NotUnderstoodError("not understood: records of several periods")
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=(rate.charge("rate", service="voice"),),
        subscriptions=(Subscription(LINE, "plan"),),
        allowances=(Allowance("voice", "plan", free, "voice"),),
        events=tuple(events),
        rerated_period=periods.pop(),
    )

    def read(outcome: Outcome) -> Figures:
        for name, cost in first_costs.items():
            if outcome.charge(name) != cost:
                raise NoOutputError(f"{name} cost {outcome.charge(name)} at first, not {cost}")
        in_order = sorted(events, key=lambda event: event.started_at)
        costs = [outcome.charge_now(event.name) for event in in_order]
        return {
            "costs_ordered_by_answer_time": costs,
            "balance_monetary_after": -sum(costs, Decimal(0)),
        }

    return Translation(scenario, read)


VOCABULARIES = (Vocabulary(PEER, ("re-rating in event-time order",), translate),)
