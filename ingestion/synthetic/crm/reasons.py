"""Why people leave, and who would have left but for a campaign: the truth behind the evidence."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.behaviour import MACHINES
from ingestion.synthetic.people import NEVER
from ingestion.synthetic.performance.sites import Radio
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.tenures import is_at_contract_end
from ingestion.synthetic.world import World

# Reason → weight. `none` leaves without a sign; the end of a contract is its own reason.
REASONS = {
    "price": 24,
    "quality": 16,
    "service": 16,
    "moving": 10,
    "non_payment": 12,
    "none": 10,
}
# These show themselves in the weeks before: who leaves earlier than that has had no time.
SLOW_REASONS = ("price", "quality", "service", "non_payment")
SLOW_DAYS = 35


@dataclass(frozen=True)
class Departure:
    """A line that left on a day, or would have, and why."""

    line: int
    day: int
    reason: str
    is_saved: bool = False
    """It stayed: a campaign reached it before that day."""


def make_departures(world: World, radio: Radio) -> dict[int, Departure]:
    """Give each line that leaves its reason; machines leave without one."""
    stream = Stream(world.arguments.seed, "departures")
    failing = {c.index: c.fails_from for c in radio.cells if c.fails_from is not None}
    departures: dict[int, Departure] = {}
    for index, line in enumerate(world.lines):
        if line.left_day >= min(NEVER, world.schedule.day_count):
            continue
        reason = reason_of(stream, line.left_day)
        if is_at_contract_end(line):
            reason = "contract_end"
        began = failing.get(int(radio.home[index]), NEVER)
        if began + 10 < line.left_day:
            reason = "quality"
        if MACHINES[world.profile[index]]:
            reason = "none"
        departures[index] = Departure(index, line.left_day, reason)
    return departures


def reason_of(stream: Stream, day: int) -> str:
    """Draw a reason for someone who leaves on a day."""
    names = [n for n in REASONS if day >= SLOW_DAYS or n not in SLOW_REASONS]
    return names[stream.choose([REASONS[name] for name in names])]
