"""Sound records that nobody should believe: a clock years ahead, a counter that ran over.

They are extra ones at the end of a switch file, from a stream of their own, so that no other byte
of the operator moves with them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from ingestion.synthetic.behaviour import CONTENT, DATA, SERVICES, UNITS, VOICE
from ingestion.synthetic.calendar_of_korea import midnight
from ingestion.synthetic.faults import Fault
from ingestion.synthetic.fraud import GATEWAY
from ingestion.synthetic.known_records import KnownRecord
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.switch_files import LOST, SwitchFile, malformed_count
from ingestion.synthetic.usage_lines import UTC_PRODUCERS
from ingestion.synthetic.world import World

# Above the ranges of reversals: a file has fewer records than that.
OWN_RANGE = 9_000_000
# A clock of 32 bits of NTP that ran over and began anew in its next era (RFC 5905, section 6).
NEXT_ERA = dt.datetime(2036, 2, 7, 6, 28, 16, tzinfo=dt.UTC)
ERA_SECONDS = 100_000
# A counter of 32 bits of seconds that ran over. Bytes that ran over so far would move the mean of
# a small load so much that the raw gate held it.
RAN_OVER = 2**32 - 1


@dataclass(frozen=True)
class Implausible:
    """One such record: its file, its place among those of the file, and what it says."""

    file: SwitchFile
    place: int
    record_id: int
    fault: Fault
    service: int
    number: int
    started_at: str
    quantity: int

    @property
    def line(self) -> str:
        """The record as a line with its line feed."""
        other = "" if self.service in (DATA, CONTENT) else "+821000000001"
        fields = (
            self.file.producer, self.record_id, 0, "", SERVICES[self.service], "outgoing",
            "completed", f"+{self.number}", other, self.started_at, self.quantity,
            UNITS[self.service], "", "", "", "",
        )  # fmt: skip
        return ",".join(str(field) for field in fields) + "\n"

    @property
    def known(self) -> KnownRecord:
        """What the answer key tells of it: it stands after the records and the malformed lines."""
        line_no = 1 + self.file.records + self.file.malformed - self.of_file + self.place
        key = (self.record_id, 0, self.fault, self.quantity, "")
        return KnownRecord(self.file, line_no, *key)

    of_file: int = 0
    """How many such records the file has; they are among its `records`."""


def implausible_records(
    world: World, files: list[SwitchFile]
) -> dict[tuple[str, int], list[Implausible]]:
    """Return the records by switch and sequence number of their file."""
    arguments, rates = world.arguments, world.arguments.faults
    lines = arguments.subscribers * arguments.events_per_day * world.schedule.day_count
    arriving = [
        file
        for file in files
        if not file.is_empty and file.delivery != LOST and file.producer != GATEWAY
    ]
    talking = [file for file in arriving if file.producer not in UTC_PRODUCERS]
    drawn: dict[tuple[str, int], list[tuple[SwitchFile, Fault, Stream]]] = defaultdict(list)
    for fault, rate, chosen in (
        (Fault.FUTURE_CLOCK, rates.future_clocks, arriving),
        (Fault.ABSURD_QUANTITY, rates.absurd_quantities, talking),
    ):
        for case in range(malformed_count(rate, lines)):
            stream = Stream(arguments.seed, "implausible", int(fault), case)
            file = chosen[stream.integer(len(chosen))]
            drawn[file.producer, file.sequence].append((file, fault, stream))
    return {
        identity: [
            _record(world, file, place, fault, stream, len(cases))
            for place, (file, fault, stream) in enumerate(cases, start=1)
        ]
        for identity, cases in drawn.items()
    }


def _record(
    world: World, file: SwitchFile, place: int, fault: Fault, stream: Stream, of_file: int
) -> Implausible:
    day = world.schedule.first_day + dt.timedelta(days=file.day)
    service = DATA if file.producer in UTC_PRODUCERS else VOICE
    users = [line for line in world.lines if line.joined_day <= file.day < line.left_day]
    line = (users or world.lines)[stream.integer(len(users or world.lines))]
    if fault is Fault.FUTURE_CLOCK:
        moment = NEXT_ERA + dt.timedelta(seconds=stream.integer(ERA_SECONDS))
        quantity = 60 + stream.integer(600)
    else:
        noon = dt.datetime.fromisoformat(midnight(day)) + dt.timedelta(hours=12)
        moment = noon + dt.timedelta(seconds=stream.integer(3_600))
        quantity = RAN_OVER - stream.integer(1_000)
    return Implausible(
        file=file,
        place=place,
        record_id=int(day.strftime("%y%m%d")) * 10_000_000 + OWN_RANGE + place,
        fault=fault,
        service=service,
        number=line.new_number if line.number_day <= file.day else line.number,
        started_at=moment.isoformat(timespec="seconds"),
        quantity=quantity,
        of_file=of_file,
    )
