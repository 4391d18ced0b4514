"""CGRateS: periods of the week and the year, as time bands and holidays of the case's calendar.

A period lasts from its start to the end of the day; of several the weightiest counts, then the one
that began last. So each is a band whose priority is its place in that order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.conformance.fields import Fields, NotUnderstoodError
from tests.conformance.peers.cgrates_rates import Rate
from tests.conformance.scenario import ZERO, Band

DAY_TYPES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
END_OF_DAY = 1440
ANY = "any"


@dataclass(frozen=True)
class Shape:
    """When a period applies: days, and minutes of them (half-open). Nothing said is every day."""

    minutes: tuple[tuple[int, int], ...] = ((0, END_OF_DAY),)
    weekdays: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weight: Decimal = ZERO

    @property
    def is_special(self) -> bool:
        """Whether it is of some days of the year."""
        return bool(self.months or self.month_days)

    @property
    def is_always(self) -> bool:
        """Whether it is of every minute."""
        days = self.weekdays and self.weekdays != frozenset(range(1, 8))
        return self.minutes == ((0, END_OF_DAY),) and not self.is_special and not days

    @property
    def order(self) -> tuple[Decimal, int]:
        """Of two that apply the greater counts."""
        return self.weight, self.minutes[0][0]

    def applies_on(self, day: date) -> bool:
        """Whether it is of this day."""
        return (
            (not self.weekdays or day.isoweekday() in self.weekdays)
            and (not self.months or day.month in self.months)
            and (not self.month_days or day.day in self.month_days)
        )


@dataclass(frozen=True)
class Period:
    """A shape and its price."""

    shape: Shape
    rate: Rate
    label: str


@dataclass(frozen=True)
class Calendar:
    """The bands of a case, the holidays among the days of its event, and the band of each shape."""

    bands: tuple[Band, ...]
    holidays: tuple[datetime, ...]
    names: dict[Shape, str]


def shape_of(fields: Fields) -> Shape:
    """When a period applies, of its own words."""
    start = minute_of(fields.get("start_time") or fields.get("start") or "00:00:00", fields.place)
    fields.asked |= {"start_time", "start"}
    end = fields.get("end") or fields.get("end_time")
    fields.asked |= {"end", "end_time"}
    until = END_OF_DAY if end is None else minute_of(end, fields.place)
    if fields.flag("any_time") and (start, until) != (0, END_OF_DAY):
        raise NotUnderstoodError(f"not understood: {fields.place}: any time, and from {start}")
    return Shape(
        ((start, until),),
        _numbers(fields, "weekdays", 1, 7),
        _numbers(fields, "months", 1, 12),
        _numbers(fields, "month_days", 1, 31),
        fields.decimal("weight", "0"),
    )


def minute_of(text: str, place: str) -> int:
    """The minute of the day of a time of day, in whole minutes."""
    parts = [int(part) for part in str(text).split(":")]
    if not 2 <= len(parts) <= 3 or any(parts[2:]):
        raise NotUnderstoodError(f"not understood: {place}: {text} is no whole minute")
    return parts[0] * 60 + parts[1]


def calendar_of(zones: Sequence[Sequence[Shape]], begin: datetime, end: datetime) -> Calendar:
    """The calendar for an event from begin to end, of the shapes of each zone.

    A minute has one band for all zones: zones with different periods are not understood, but for
    those with one price at all times.
    """
    days = [begin.date() + timedelta(days=n) for n in range((end.date() - begin.date()).days + 1)]
    banded: set[frozenset[Shape]] = set()
    names: dict[Shape, str] = {}
    for shapes in zones:
        present = [each for each in shapes if not each.is_special or _any_day(each, days)]
        floor = min(present, key=lambda shape: shape.order, default=None)
        if floor is not None and floor.is_always:
            names[floor] = ANY
            present.remove(floor)
        if present:
            banded.add(frozenset(present))
    if len(banded) > 1:
        raise NotUnderstoodError("not understood: destinations whose periods differ")
    shapes = sorted(next(iter(banded), ()), key=lambda s: (s.order, str(s)))
    ranks = {order: rank for rank, order in enumerate(sorted({s.order for s in shapes}), start=1)}
    for number, shape in enumerate(shapes):
        names[shape] = f"band{number}"
    special = [day for day in days if any(s.is_special and s.applies_on(day) for s in shapes)]
    on_special = {frozenset(s for s in shapes if s.applies_on(day)) for day in special}
    if len(on_special) > 1:
        raise NotUnderstoodError("not understood: two kinds of special days in one event")
    bands = [
        Band(names[shape], day_type, begins, ends, ranks[shape.order])
        for shape in shapes
        for day_type in _day_types(shape, next(iter(on_special), frozenset()))
        for begins, ends in shape.minutes
    ]
    holidays = tuple(datetime.combine(day, datetime.min.time(), begin.tzinfo) for day in special)
    return Calendar(tuple(bands), holidays, names)


def _day_types(shape: Shape, on_special: frozenset[Shape]) -> Iterator[str]:
    """Kinds of days of a shape: a holiday has only bands of holidays and of any day."""
    if shape.is_special:
        yield "holiday"
    elif not shape.weekdays:
        yield "any"
    else:
        yield from (DAY_TYPES[number - 1] for number in sorted(shape.weekdays))
        if shape in on_special:
            yield "holiday"


def _any_day(shape: Shape, days: Sequence[date]) -> bool:
    return any(shape.applies_on(day) for day in days)


def _numbers(fields: Fields, key: str, least: int, most: int) -> frozenset[int]:
    found = fields.get(key, [])
    numbers = frozenset(found if isinstance(found, list) else [None])
    if not all(isinstance(number, int) and least <= number <= most for number in numbers):
        raise NotUnderstoodError(f"not understood: {fields.place}.{key} = {found!r}")
    return numbers


def cron_shape(text: str, weight: Decimal) -> Shape:
    """A shape of five fields: minutes, hours, days of the month, months, weekdays."""
    words = text.split()
    if len(words) != 5:
        raise NotUnderstoodError(f"not understood: active {text!r}")
    minutes, hours, days, months, weekdays = (
        _cron_numbers(word, least, most)
        for word, (least, most) in zip(
            words, ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7)), strict=True
        )
    )
    every = sorted(hour * 60 + minute for hour in hours for minute in minutes)
    return Shape(
        _stretches(every),
        frozenset() if words[4] == "*" else frozenset(day or 7 for day in weekdays),
        frozenset() if words[3] == "*" else frozenset(months),
        frozenset() if words[2] == "*" else frozenset(days),
        weight,
    )


def _cron_numbers(word: str, least: int, most: int) -> list[int]:
    numbers: list[int] = []
    for part in word.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            first, last = least, most
        else:
            begin, _, end = span.partition("-")
            first, last = int(begin), int(end or begin)
        numbers += range(first, last + 1, int(step or 1))
    if not all(least <= number <= most for number in numbers):
        raise NotUnderstoodError(f"not understood: active {word!r}")
    return numbers


def _stretches(minutes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Minutes of the day as half-open stretches: a last minute 30 is in it."""
    found: list[tuple[int, int]] = []
    for minute in minutes:
        if found and found[-1][1] == minute:
            found[-1] = (found[-1][0], minute + 1)
        else:
            found.append((minute, minute + 1))
    return tuple(found)
