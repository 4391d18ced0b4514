"""When what arrives: the days of each delivery, and the closes between deliveries."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.calendar_of_korea import add_months, midnight

CYCLE_DAYS = (1, 11, 21)


@dataclass(frozen=True)
class Delivery:
    """One load: the local days [first_day, end_day) whose files it brings."""

    number: int
    first_day: dt.date
    end_day: dt.date

    @property
    def name(self) -> str:
        """Name of its folder: 001 and up."""
        return f"{self.number:03d}"

    @property
    def landed_at(self) -> str:
        """Return when it is landed: the morning after its last day."""
        return midnight(self.end_day).replace("T00:", "T06:")


@dataclass(frozen=True)
class Schedule:
    """All deliveries in order."""

    deliveries: tuple[Delivery, ...]

    @property
    def first_day(self) -> dt.date:
        """First local day of the world."""
        return self.deliveries[0].first_day

    @property
    def end_day(self) -> dt.date:
        """First local day after the world."""
        return self.deliveries[-1].end_day

    @property
    def day_count(self) -> int:
        """Days of the world."""
        return (self.end_day - self.first_day).days

    @property
    def last_number(self) -> int:
        """Return the number of the last delivery."""
        return self.deliveries[-1].number

    def delivery_of(self, day: dt.date) -> int:
        """Return the number of the delivery that brings the files of a local day."""
        for delivery in self.deliveries:
            if day < delivery.end_day:
                return delivery.number
        return self.last_number

    def delivery_of_offset(self, offset: int) -> int:
        """Return the same for a day counted from the first one."""
        return self.delivery_of(self.first_day + dt.timedelta(days=offset))


def make_schedule(arguments: Arguments) -> Schedule:
    """Cut the months into deliveries as the arguments say."""
    start = arguments.start
    edges = [start]
    if arguments.deliveries == "months":
        first = max(1, arguments.months - 2)
        edges += [add_months(start, month) for month in range(first, arguments.months + 1)]
    elif arguments.deliveries == "day":
        end = add_months(start, arguments.months)
        edges += [end - dt.timedelta(days=1), end]
    else:
        for month in range(arguments.months):
            for day in (10, 20):
                edges.append(add_months(start, month) + dt.timedelta(days=day))
            edges.append(add_months(start, month + 1))
    pairs = itertools.pairwise(edges)
    return Schedule(tuple(Delivery(n, a, b) for n, (a, b) in enumerate(pairs, start=1)))


def closable(schedule: Schedule, after: Delivery) -> list[tuple[int, dt.date]]:
    """(cycle day, period) of the periods that ended in the days of this delivery, oldest first."""
    found: list[tuple[dt.date, int, dt.date]] = []
    for cycle in CYCLE_DAYS:
        period = add_months(schedule.first_day.replace(day=cycle), -1)
        while (end := add_months(period, 1)) <= after.end_day:
            if end > max(after.first_day, schedule.first_day):
                found.append((end, cycle, period))
            period = end
    return [(cycle, period) for _, cycle, period in sorted(found)]
