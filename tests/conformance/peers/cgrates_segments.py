"""CGRateS: into which parts a call is cut, and what each part is metered and costs.

Where a case gives no prices, stand-ins that differ are used: a part ends where the price changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tests.conformance.amounts import seconds_of
from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.outputs import Outcome
from tests.conformance.peers.cgrates_periods import (
    Shape,
    calendar_of,
    cron_shape,
    minute_of,
    shape_of,
)
from tests.conformance.peers.cgrates_rates import LINE, PEER, Rate, rate_of
from tests.conformance.scenario import (
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

CALL = "call"
WORKDAYS, WEEKEND = frozenset({1, 2, 3, 4, 5}), frozenset({6, 7})
DAYS = {"workdays": WORKDAYS, "weekend": WEEKEND}
MONTHS = (
    "January February March April May June July August September October November December".split()
)


def stand_in(number: int) -> Rate:
    """A price that no other part has."""
    return Rate((Tier(ZERO, Decimal(number + 1)),), increment=ONE)


def translate_holiday(given: Fields, feature: str) -> Translation:
    """Periods without prices: which one a call falls into."""
    shapes = {}
    for row in given.rows("periods"):
        with all_of(row.values, row.place) as fields:
            shape = shape_of(fields)
            shapes[shape] = str(fields.get("name", _label(shape)))
    start, seconds = _span(given)
    return _by_calendar(shapes, start, seconds, (_Version("", None, None),))


def translate_versions(given: Fields, feature: str) -> Translation:
    """A tariff that is replaced by another during a call, with the same periods."""
    versions = []
    for row in given.rows("tariff_versions"):
        with all_of(row.values, row.place) as fields:
            versions.append((fields.time("effective"), str(fields.need("plan"))))
    ends = [begin for begin, _ in versions[1:]]
    shapes = {}
    for text in given.need("periods"):
        days, _, at = str(text).partition(" ")
        if days not in DAYS:
            raise NotUnderstoodError(f"not understood: period {text!r}")
        shapes[Shape(((minute_of(at, "periods"), 1440),), DAYS[days])] = str(text)
    start, seconds = _span(given)
    return _by_calendar(
        shapes,
        start,
        seconds,
        [
            _Version(name, begin, ends[place] if place < len(ends) else None)
            for place, (begin, name) in enumerate(versions)
        ],
    )


def translate_cron(given: Fields, feature: str) -> Translation:
    """Rates that are active at times written as cron does, by weight."""
    shapes = {}
    for row in given.rows("rates"):
        with all_of(row.values, row.place) as fields:
            active = str(fields.get("active", "* * * * *"))
            shapes[cron_shape(active, fields.decimal("weight"))] = str(fields.need("id"))
    start, seconds = given.time("start"), given.duration("usage")
    return _by_calendar(shapes, start, seconds, (_Version("", None, None),))


class _Version:
    """A version of the tariff, from begin to end."""

    def __init__(self, name: str, begin: datetime | None, end: datetime | None) -> None:
        self.name = name
        self.valid = {} if begin is None else {"valid_from": begin, "valid_to": end}


def _by_calendar(
    shapes: Mapping[Shape, str],
    start: datetime,
    seconds: Decimal,
    versions: Sequence[_Version],
) -> Translation:
    calendar = calendar_of([list(shapes)], start, start + timedelta(seconds=int(seconds)))
    charges = [
        stand_in(place * len(shapes) + number).charge(
            f"version{place}-{calendar.names[shape]}",
            service="voice",
            time_band=calendar.names[shape],
            **version.valid,
        )
        for place, version in enumerate(versions)
        for number, shape in enumerate(shapes)
        if shape in calendar.names
    ]
    labels = {calendar.names[shape]: label for shape, label in shapes.items()
              if shape in calendar.names}  # fmt: skip
    scenario = _one_call(charges, start, seconds, bands=calendar.bands, holidays=calendar.holidays)

    def read(outcome: Outcome) -> Figures:
        parts = outcome.segments(CALL)
        return {
            "timespans": Decimal(len(parts)),
            "contiguous": all(a.to_offset == b.from_offset for a, b in pairwise(parts)),
            "period_used": labels[parts[0].time_band],
            "segments": [[part.from_offset, labels[part.time_band]] for part in parts],
        }

    return Translation(scenario, read)


def restate_offsets(expected: Mapping[str, Any]) -> Mapping[str, Any]:
    """Offsets from the beginning of a call, in seconds."""
    if not isinstance(expected.get("segments"), list):
        return expected
    return {
        **expected,
        "segments": [[str(seconds_of(offset)), rate] for offset, rate in expected["segments"]],
    }


def translate_groups(given: Fields, feature: str) -> Translation:
    """What each group of a rate comes to: a call that ends with it, less one that ends before."""
    rate = rate_of(given.rows("rates"))
    start, seconds = _span(given)
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
    scenario = _one_call(_by_offset(prices, ends), USUAL_START, ends[-1])

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
    scenario = _one_call(_by_offset(prices, [*order[1:], seconds]), USUAL_START, seconds)

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
    return [
        price.charge(
            f"part{place}",
            service="voice",
            **({"valid_from": moments[place - 1]} if place else {}),
            valid_to=moments[place] if place + 1 < len(prices) else None,
        )
        for place, price in enumerate(prices)
    ]


def _one_call(
    charges: Sequence[Charge], start: datetime, seconds: Decimal, **calendar: Any
) -> Scenario:
    return Scenario(
        plans=(Plan("plan"),),
        charges=tuple(charges),
        subscriptions=(Subscription(LINE, "plan"),),
        events=(Event(CALL, seconds, LINE, "voice", started_at=start),),
        **calendar,
    )


def _span(given: Fields) -> tuple[datetime, Decimal]:
    event = given.fields("event") if "event" in given else given
    start = event.time("start")
    if "usage" in event:
        seconds = event.duration("usage")
    else:
        seconds = Decimal(int((event.time("end") - start).total_seconds()))
    event.ignore("destination")  # the case has one tariff
    if event is not given:
        event.done()
    return start, seconds


def _label(shape: Shape) -> str:
    """What to call a period that has no name."""
    if shape.is_special:
        days = " ".join(str(day) for day in sorted(shape.month_days))
        return f"{' '.join(MONTHS[month - 1] for month in sorted(shape.months))} {days} holiday"
    return {WORKDAYS: "workdays", WEEKEND: "weekend"}.get(shape.weekdays, str(shape))


VOCABULARIES = (
    Vocabulary(PEER, ("holiday calendar",), translate_holiday),
    Vocabulary(PEER, ("split across periods and tariff versions",), translate_versions),
    Vocabulary(PEER, ("rate switches by calendar",), translate_cron, restate_offsets),
    Vocabulary(PEER, ("rate groups",), translate_groups),
    Vocabulary(PEER, ("increment crossing",), translate_crossing),
    Vocabulary(PEER, ("long call, mixed increments",), translate_long_call, restate_lengths),
)
