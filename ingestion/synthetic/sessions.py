"""Long data sessions: one session in many partial records with one charging id."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic.behaviour import DATA, quantity_tables
from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.faults import Fault, share
from ingestion.synthetic.random_numbers import Array, mixed
from ingestion.synthetic.records import Records
from ingestion.synthetic.world import World

MOST_PARTS = 30
SECONDS_PER_PART = 3_600


class Sessions:
    """Splits some data records; the gateway closes a partial record every hour."""

    def __init__(self, world: World) -> None:
        """Prepare the quantities of the parts."""
        self.rate = world.arguments.faults.partial_sessions
        self.start = midnight_seconds(world.schedule.first_day)
        self.profile = world.profile
        self.quantities = quantity_tables()

    def split(self, records: Records) -> Records:
        """Return the records, with each chosen one replaced by the parts of its session."""
        chosen = (records.service == DATA) & (records.outcome == 0)
        chosen &= share(records.draw, 1) < self.rate
        sessions = records.take(chosen)
        # Two parts at least; the square makes long sessions rare.
        extent = share(sessions.draw, 12) ** 2
        count = 2 + (extent * (MOST_PARTS - 1)).astype(np.int64)
        parts = sessions.take(np.repeat(np.arange(len(sessions)), count))
        number = np.arange(len(parts)) - np.repeat(np.cumsum(count) - count, count)
        parts.record_number[:] = number + 1
        parts.started += number * SECONDS_PER_PART
        # A session that began before midnight goes on in the next day's file.
        parts.file_day[:] = self.day_of(parts.started)
        parts.draw[:] = mixed(parts.draw + number.astype(np.uint64))
        rank = (share(parts.draw, 13) * self.quantities.shape[1]).astype(np.int64)
        parts.quantity[:] = self.quantities[self.profile[parts.line], rank]
        parts.fault[:] = Fault.PARTIAL
        return Records.joined([records.take(~chosen), parts])

    def day_of(self, started: Array) -> Array:
        """Return the local day of an instant, counted from the first day of the world."""
        return (started - self.start) // 86_400
