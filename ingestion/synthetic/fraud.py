"""A burst of fraud: for some hours of a night a line calls dear destinations without end.

The calls come by the international gateway, in files of its own, so that all other usage is the
same with and without them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.behaviour import VOICE
from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.people import NEVER
from ingestion.synthetic.places import COUNTRIES
from ingestion.synthetic.random_numbers import Array, Stream, scaled
from ingestion.synthetic.records import Records
from ingestion.synthetic.schedule import Schedule
from ingestion.synthetic.switch_files import SwitchFile, count_of
from ingestion.synthetic.tariffs import PLANS
from ingestion.synthetic.world import World

GATEWAY = "IGW01"
# One call more than usual for so many lines: a burst is seen at once where it happens, and is a
# few percent of a day's calls, whether the operator is small or large.
LINES_A_CALL = 30
FEWEST_CALLS, MOST_CALLS = 12, 240
SHORTEST_CALL, LONGER_CALL = 40, 120
BURST_SECONDS = 2 * 3600
DEAREST_ZONE = "intl_4"


@dataclass(frozen=True)
class Burst:
    """The abuse of one line in the night of a local day."""

    line: int
    day: int
    calls: int


def draw_bursts(world: World) -> list[Burst]:
    """Choose quiet lines with a phone, and a night for each; no two in one night."""
    stream = Stream(world.arguments.seed, "fraud")
    quiet = [
        n
        for n, line in enumerate(world.lines)
        if PLANS[line.plan].voice
        and line.joined_day == 0
        and min(line.left_day, line.suspended_day, line.number_day, line.plan_day) == NEVER
    ]
    days = world.schedule.day_count
    count = min(count_of(world.arguments.rates.fraud_bursts, len(world.lines)), len(quiet))
    nights = stream.sample(days - days // 3, min(count, days - days // 3))
    bursts = []
    for day, place in zip(nights, stream.sample(len(quiet), len(nights)), strict=True):
        usual = min(MOST_CALLS, max(FEWEST_CALLS, len(world.lines) // LINES_A_CALL))
        calls = usual + stream.integer(usual // 2)
        bursts.append(Burst(quiet[place], day + days // 4, calls))
    return bursts


def gateway_files(bursts: list[Burst], schedule: Schedule) -> list[SwitchFile]:
    """Return the gateway's files: one for each night with a burst."""
    return [
        SwitchFile(GATEWAY, number, burst.day, False, schedule.delivery_of_offset(burst.day))
        for number, burst in enumerate(bursts, start=1)
    ]


class Fraud:
    """Draws the calls of the bursts."""

    def __init__(self, world: World, bursts: list[Burst]) -> None:
        """Prepare the destinations."""
        self.world, self.bursts = world, bursts
        dear = [c.calling_code for c in COUNTRIES if c.zone == DEAREST_ZONE]
        self.abroad = np.array([int(code + "555000000") for code in dear])

    def days(self, first: int, end: int, producer: int) -> Records:
        """Return the calls of the bursts on the local days [first, end), not yet numbered."""
        parts = [self.calls(b, producer) for b in self.bursts if first <= b.day < end]
        return Records.joined(parts) if parts else Records.empty(0)

    def calls(self, burst: Burst, producer: int) -> Records:
        """Return the calls of one burst, many of them at the same time."""
        stream = Stream(self.world.arguments.seed, "fraud_calls", burst.line)
        draws = stream.sixteenths(burst.calls, 4)
        records = Records.empty(burst.calls)
        night = midnight_seconds(self.world.schedule.first_day) + burst.day * 86_400 + 3_600
        tails: Array = scaled(draws[1], 1_000) * 1_000 + scaled(draws[2], 1_000)
        records.line[:] = burst.line
        records.producer[:] = producer
        records.file_day[:] = burst.day
        records.service[:] = VOICE
        records.number[:] = self.world.number[burst.line]
        records.other[:] = self.abroad[draws[1] % len(self.abroad)] + tails
        records.started[:] = night + scaled(draws[0], BURST_SECONDS)
        records.quantity[:] = SHORTEST_CALL + scaled(draws[3], LONGER_CALL)
        records.cell[:] = -1
        records.draw[:] = stream.words(burst.calls)
        records.tie[:] = np.arange(burst.calls)
        return records
