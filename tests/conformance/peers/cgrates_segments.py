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
from tests.conformance.peers.cgrates_rates import LINE, PEER, Rate
from tests.conformance.scenario import (
    ONE,
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
    start, seconds = span_of(given)
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
    start, seconds = span_of(given)
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
        self.valid: dict[str, Any] = {} if begin is None else {"valid_from": begin, "valid_to": end}


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
    scenario = one_call(charges, start, seconds, bands=calendar.bands, holidays=calendar.holidays)

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


def one_call(
    charges: Sequence[Charge], start: datetime, seconds: Decimal, **calendar: Any
) -> Scenario:
    """A plan of these charges, and one voice call."""
    return Scenario(
        plans=(Plan("plan"),),
        charges=tuple(charges),
        subscriptions=(Subscription(LINE, "plan"),),
        events=(Event(CALL, seconds, LINE, "voice", started_at=start),),
        **calendar,
    )


def span_of(given: Fields) -> tuple[datetime, Decimal]:
    """When a call begins and how many seconds it lasts."""
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
)
