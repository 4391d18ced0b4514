"""CGRateS: increments of the parts of a call, and what each group of a rate comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.conformance.amounts import seconds_of
from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.cgrates_rates import PEER, Rate, rate_of
from tests.conformance.peers.cgrates_segments import CALL, one_call, span_of, stand_in
from tests.conformance.scenario import (
    ALWAYS,
    ONE,
    USUAL_START,
    ZERO,
    Charge,
    Event,
    Plan,
    Scenario,
    Subscription,
    Tier,
)
from tests.conformance.vocabulary import Figures, Translation, Vocabulary


def translate_groups(given: Fields, feature: str) -> Translation:
    """What each group of a rate comes to: a call that ends with it, less one that ends before."""
    rate = rate_of(given.rows("rates"))
    start, seconds = span_of(given)
    begins = [tier.from_quantity for tier in rate.tiers if tier.from_quantity < seconds]
    ends = [*begins[1:], seconds]
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=(rate.charge("rate", service="voice"),),
        subscriptions=tuple(Subscription(f"until-{end}", "plan") for end in ends),
        events=tuple(
            Event(f"until-{end}", end, f"until-{end}", "voice", started_at=start) for end in ends
        ),
    )

    def read(outcome: Outcome) -> Figures:
        costs = [ZERO, *(outcome.charge(f"until-{end}") for end in ends)]
        used = [ZERO, *(outcome.number(f"until-{end}", "metered_quantity") for end in ends)]
        return {
            "segment_costs": [b - a for a, b in pairwise(costs)],
            "segment_seconds": [b - a for a, b in pairwise(used)],
            "cost": costs[-1],
        }

    return Translation(scenario, read)


def translate_crossing(given: Fields, feature: str) -> Translation:
    """An increment of one part of a call that reaches into the next."""
    increment = given.duration("first_segment_increment_s")
    lengths = [seconds_of(length) for length in given.need("segments_s")]
    prices = [Rate(stand_in(0).tiers, increment=increment)]
    prices += [stand_in(number) for number in range(1, len(lengths))]
    ends = [sum(lengths[: place + 1], ZERO) for place in range(len(lengths))]
    scenario = one_call(_by_offset(prices, ends), USUAL_START, ends[-1])

    def read(outcome: Outcome) -> Figures:
        parts = outcome.segments(CALL)
        return {
            "segments": Decimal(len(parts)),
            "first_segment_seconds": parts[0].metered,
            "contiguous": all(a.to_offset == b.from_offset for a, b in pairwise(parts)),
        }

    return Translation(scenario, read)


def translate_long_call(given: Fields, feature: str) -> Translation:
    """Rates that replace one another during a call; each part has its own increments.

    Both kinds of boundaries, of a rate and of an interval within it, count from the beginning of
    the call: each is a version of the price from that moment on.
    """
    seconds = given.duration("usage")
    rates: list[tuple[Decimal, list[tuple[Decimal, Tier]]]] = []
    for row in given.rows("ordered_rates"):
        with all_of(row.values, row.place) as fields:
            intervals = [_interval(each) for each in fields.rows("interval_rates")]
            rates.append((fields.duration("at"), intervals))
    begins: dict[Decimal, Tier] = {}
    for place, (at, intervals) in enumerate(rates):
        until = rates[place + 1][0] if place + 1 < len(rates) else seconds
        current = [tier for begin, tier in intervals if begin <= at]
        if not current:
            raise NotUnderstoodError("not understood: a rate without an interval at its beginning")
        begins[at] = current[-1]
        begins |= {begin: tier for begin, tier in intervals if at < begin < until}
    order = sorted(begin for begin in begins if begin < seconds)
    prices = [
        Rate(
            (Tier(ZERO, begins[begin].unit_price, rate_unit=begins[begin].rate_unit),),
            increment=begins[begin].increment,
            options={"increment_reach": "own_segment"},
        )
        for begin in order
    ]
    scenario = one_call(_by_offset(prices, [*order[1:], seconds]), USUAL_START, seconds)

    def read(outcome: Outcome) -> Figures:
        parts = outcome.segments(CALL)
        steps = [begins[max(b for b in order if b <= part.from_offset)].increment for part in parts]
        return {
            "increments": [
                [part.metered / (step or ONE), part.to_offset - part.from_offset]
                for part, step in zip(parts, steps, strict=True)
            ]
        }

    return Translation(scenario, read)


def restate_lengths(expected: Mapping[str, Any]) -> Mapping[str, Any]:
    """How many increments, and how long they are used, in seconds."""
    counted = [[count, str(seconds_of(length))] for count, length in expected["increments"]]
    return {**expected, "increments": counted}


def _interval(fields: Fields) -> tuple[Decimal, Tier]:
    begin = fields.duration("interval_start")
    tier = Tier(
        ZERO,
        fields.decimal("recurrent_fee"),
        rate_unit=fields.duration("unit"),
        increment=fields.duration("increment"),
    )
    fields.done()
    return begin, tier


def _by_offset(prices: Sequence[Rate], ends: Sequence[Decimal]) -> list[Charge]:
    """Versions of a price, each from where the one before ends in a call at the usual time."""
    moments = [USUAL_START + timedelta(seconds=int(end)) for end in ends]
    begins = [ALWAYS, *moments[:-1]]
    return [
        price.charge(
            f"part{place}",
            service="voice",
            valid_from=begins[place],
            valid_to=moments[place] if place + 1 < len(prices) else None,
        )
        for place, price in enumerate(prices)
    ]


VOCABULARIES = (
    Vocabulary(PEER, ("rate groups",), translate_groups),
    Vocabulary(PEER, ("increment crossing",), translate_crossing),
    Vocabulary(PEER, ("long call, mixed increments",), translate_long_call, restate_lengths),
)
