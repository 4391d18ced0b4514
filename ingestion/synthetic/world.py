"""The lines of the operator as arrays, and where each one is on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.behaviour import DAY_OFF_FACTOR, PLAN_PROFILE, PROFILE_MEAN
from ingestion.synthetic.calendar_of_korea import is_day_off
from ingestion.synthetic.network import Network, make_network
from ingestion.synthetic.people import NEVER, Line, make_people
from ingestion.synthetic.places import COUNTRIES
from ingestion.synthetic.random_numbers import Array, Stream
from ingestion.synthetic.schedule import Schedule, make_schedule
from ingestion.synthetic.tenures import give_tenures


@dataclass
class Trip:
    """A line abroad on the days [first, end), in the network of a country."""

    line: int
    first: int
    end: int
    country: int


@dataclass
class World:
    """All that traffic is drawn from. Arrays have one entry per line; days count from 0."""

    arguments: Arguments
    schedule: Schedule
    lines: list[Line]
    network: Network
    trips: list[Trip]
    is_day_off: Array
    joined: Array
    left: Array
    suspended: Array
    resumed: Array
    profile: Array
    new_profile: Array
    plan_day: Array
    number: Array
    new_number: Array
    number_day: Array
    region: Array
    new_region: Array
    move_day: Array
    scale: float = 1.0
    cell_first: Array = field(default_factory=lambda: np.zeros(0))
    cell_count: Array = field(default_factory=lambda: np.zeros(0))

    def mean_uses(self, day: int, profile: Array) -> Array:
        """Return the expected uses of each line on a day."""
        factor = DAY_OFF_FACTOR[profile] if self.is_day_off[day] else 1.0
        return PROFILE_MEAN[profile] * factor * self.scale

    def is_active(self, day: int) -> Array:
        """Return which lines use the network on a day."""
        joined = (self.joined <= day) & (day < self.left)
        return joined & ~((self.suspended <= day) & (day < self.resumed))


def make_world(arguments: Arguments) -> World:
    """Build the world of the arguments; the same arguments give the same world."""
    schedule = make_schedule(arguments)
    lines = make_people(arguments, schedule)
    give_tenures(arguments.seed, lines)
    network = make_network(arguments.seed, arguments.subscribers, arguments.start)
    days = [schedule.first_day + dt.timedelta(days=d) for d in range(schedule.day_count)]

    def column(name: str) -> Array:
        return np.array([getattr(line, name) for line in lines], dtype=np.int64)

    plan, plan_day = column("plan"), column("plan_day")
    new_plan = np.where(plan_day < NEVER, column("new_plan"), plan)
    world = World(
        arguments=arguments,
        schedule=schedule,
        lines=lines,
        network=network,
        trips=make_trips(arguments.seed, lines, schedule.day_count),
        is_day_off=np.array([is_day_off(day) for day in days]),
        joined=column("joined_day"),
        left=column("left_day") + column("lingers"),
        suspended=column("suspended_day"),
        resumed=column("resumed_day"),
        profile=PLAN_PROFILE[plan],
        new_profile=PLAN_PROFILE[new_plan],
        plan_day=plan_day,
        number=column("number"),
        new_number=column("new_number"),
        number_day=column("number_day"),
        region=np.array([line.account.region for line in lines]),
        new_region=np.array([line.account.new_region for line in lines]),
        move_day=np.array([line.account.move_day for line in lines]),
        cell_first=np.array(network.first),
        cell_count=np.array(network.count),
    )
    # The level asked for holds on an average day of these lines, whatever their mix of plans.
    mean_day = np.mean([world.mean_uses(d, world.profile).mean() for d in range(len(days))])
    world.scale = arguments.events_per_day / float(mean_day)
    return world


def make_trips(seed: int, lines: list[Line], days: int) -> list[Trip]:
    """Return journeys abroad: about six in a hundred phones a month, three to nine days."""
    stream = Stream(seed, "trips")
    weights = [country.weight for country in COUNTRIES]
    trips: list[Trip] = []
    for index, line in enumerate(lines):
        is_phone = line.plan < 7
        for month_first in range(0, days, 30):
            if is_phone and stream.integer(100) < 6:
                first = month_first + stream.integer(30)
                length = 3 + stream.integer(7)
                trips.append(Trip(index, first, first + length, stream.choose(weights)))
    return trips
