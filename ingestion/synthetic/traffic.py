"""Usage drawn for a span of days: who, when, what, to whom, how much, where."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic import behaviour
from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.parties import Parties
from ingestion.synthetic.places import COUNTRIES
from ingestion.synthetic.random_numbers import Array, Stream, scaled
from ingestion.synthetic.records import Records
from ingestion.synthetic.world import World

NETWORKS = np.array([int(country.network) for country in COUNTRIES])
COMPLETED, UNANSWERED, FAILED = range(3)
TRAVELLER_SAVING = 16


class Traffic:
    """Draws usage; keeps only tables that do not change, so spans may be drawn in any order."""

    def __init__(self, world: World) -> None:
        """Prepare the look-up tables."""
        self.world = world
        self.parties = Parties(world)
        self.kinds = behaviour.kind_tables()
        self.minutes = behaviour.minute_tables()
        self.quantities = behaviour.quantity_tables()
        self.busyness = behaviour.overdispersion_table()

    def days(self, first: int, end: int) -> Records:
        """Return all uses that begin on the local days [first, end), not yet in any order."""
        world = self.world
        stream = Stream(world.arguments.seed, "traffic", first)
        drawn: list[tuple[Array, Array, Array, Array]] = []
        for day in range(first, end):
            profile = np.where(world.plan_day <= day, world.new_profile, world.profile)
            country = self.countries_on(day)
            mean = world.mean_uses(day, profile) * world.is_active(day)
            mean = np.where(country >= 0, mean * behaviour.TRAVELLER_FACTOR, mean)
            draws = stream.sixteenths(len(mean), 2)
            count = (mean * self.busyness[draws[0] >> 4] + draws[1] / 65_536).astype(np.int64)
            line = np.repeat(np.arange(len(mean)), count)
            drawn.append((line, np.full(len(line), day), country[line], profile[line]))
        line, days, countries, profiles = (
            np.concatenate(part) for part in zip(*drawn, strict=True)
        )
        return self.uses(stream, line, days, countries, profiles)

    def countries_on(self, day: int) -> Array:
        """Return the country index of each line that is abroad on the day, else -1."""
        country = np.full(len(self.world.lines), -1)
        for trip in self.world.trips:
            if trip.first <= day < trip.end:
                country[trip.line] = trip.country
        return country

    def uses(
        self, stream: Stream, line: Array, day: Array, country: Array, profile: Array
    ) -> Records:
        """Fill in every attribute of the uses given by line and day."""
        world = self.world
        is_away = country >= 0
        draws = stream.sixteenths(len(line), 12)
        kind = self.kinds[profile, is_away.astype(np.int8), draws[0]]
        service = behaviour.KIND_SERVICE[kind]
        shape = np.where(behaviour.MACHINES[profile], 2, world.is_day_off[day].astype(np.int8))
        minute = self.minutes[shape, draws[1]].astype(np.int64)
        start = midnight_seconds(world.schedule.first_day)
        started = start + day * 86_400 + minute * 60 + scaled(draws[2], 60)

        is_voice = service == behaviour.VOICE
        incoming = behaviour.KIND_INCOMING[kind]
        outcome = np.zeros(len(line), dtype=np.int8)
        lost = draws[3]
        # One call in six is not answered, one in fifty fails; one data session in 200 fails.
        outcome[is_voice & (lost < 10_900)] = UNANSWERED
        outcome[is_voice & (lost >= 64_200)] = FAILED
        outcome[(service == behaviour.DATA) & (lost >= 65_200)] = FAILED

        rows = np.where(is_voice, len(behaviour.PROFILES), profile)
        quantity = self.quantities[rows, draws[4] >> 4]
        quantity[(service != behaviour.VOICE) & (service != behaviour.DATA)] = 1
        # Abroad people wait for a wireless network before they load anything large.
        quantity[is_away & (service == behaviour.DATA)] //= TRAVELLER_SAVING
        quantity[outcome != COMPLETED] = 0

        region = np.where(world.move_day[line] <= day, world.new_region[line], world.region[line])
        number = np.where(world.number_day[line] <= day, world.new_number[line], world.number[line])
        records = Records.empty(len(line))
        records.line[:] = line
        records.file_day[:] = day
        records.service[:] = service
        records.incoming[:] = incoming
        records.outcome[:] = outcome
        records.number[:] = number
        records.other[:] = self.parties.numbers(line, kind, region, is_away, draws[5], draws[6])
        records.started[:] = started
        records.quantity[:] = quantity
        records.cell[:] = np.where(is_away, -1, self.cells(line, region, draws[7], draws[8]))
        records.network[:] = np.where(is_away, NETWORKS[country], 0)
        # 3GPP gives every data session a charging id, also one that fits into a single record.
        session = stream.words(len(line)) >> np.uint64(32)
        records.charging[:] = np.where(service == behaviour.DATA, session.astype(np.int64) + 1, 0)
        records.draw[:] = stream.words(len(line))
        records.tie[:] = np.arange(len(line)) + (first_tie(day) if len(day) else 0)
        return records

    def cells(self, line: Array, region: Array, draw: Array, spread: Array) -> Array:
        """Seven of ten uses at the home cell, two at the place of work, one somewhere near."""
        first, count = self.world.cell_first[region], self.world.cell_count[region]
        home = (line * 2_654_435_761 >> 7) % count
        work = (line * 2_246_822_519 >> 5) % count
        near = scaled(spread, 65_536) % count
        return first + np.where(draw < 45_875, home, np.where(draw < 58_982, work, near))


def first_tie(day: Array) -> int:
    """Return a base that keeps ties of different spans apart."""
    return int(day[0]) << 32
