"""Draws usage span by span, applies the known faults and writes the switch files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ingestion.synthetic.behaviour import CONTENT, DATA
from ingestion.synthetic.damage import damaged_lines
from ingestion.synthetic.faults import COPIES, duplicates_of, reversals_of, spoil_parties
from ingestion.synthetic.files import gzip_bytes, write_bytes
from ingestion.synthetic.fraud import GATEWAY, Burst, Fraud
from ingestion.synthetic.implausible import implausible_records
from ingestion.synthetic.known_records import KnownRecord, KnownRecords
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.gathered import Gathered
from ingestion.synthetic.records import Records
from ingestion.synthetic.sessions import Sessions
from ingestion.synthetic.switch_files import LOST, SwitchFile, producers
from ingestion.synthetic.traffic import Traffic
from ingestion.synthetic.usage_lines import HEADER, LineFormatter
from ingestion.synthetic.world import World

RECORDS_PER_SPAN = 300_000
# Above any day: packs switch and day of a file into one sortable number.
FILE_RADIX = 1_000_000


class UsageWriter:
    """Writes all switch files of a world and collects what the answer key must know."""

    def __init__(
        self, world: World, files: list[SwitchFile], bursts: list[Burst], out: Path
    ) -> None:
        """`out` is the folder that holds the deliveries; `bursts` are those of fraud."""
        self.world = world
        self.out = out
        self.switches = len(producers(world.arguments.subscribers))
        self.producers = (*producers(world.arguments.subscribers), GATEWAY)
        self.fraud = Fraud(world, bursts)
        self.files = {
            (self.producers.index(file.producer), file.day): file
            for file in files
            if not file.is_empty
        }
        self.empty_files = [file for file in files if file.is_empty]
        self.implausible = implausible_records(world, files)
        self.traffic = Traffic(world)
        self.sessions = Sessions(world)
        self.known = KnownRecords()
        self.gathered = Gathered(world, self.files)
        cells = [str(cell["cell_id"]) for cell in world.network.cells]
        # A day earlier: local morning is the evening before in UTC.
        first = world.schedule.first_day - dt.timedelta(days=1)
        self.formatter = LineFormatter(self.producers, cells, first)
        self.waiting = Records.empty(0)

    def write(self, report: Callable[[str], None]) -> None:
        """Write every file; memory holds two spans of records, whatever the number of days."""
        per_day = self.world.arguments.events_per_day * len(self.world.lines)
        span = max(1, int(RECORDS_PER_SPAN / max(1.0, per_day)))
        days = self.world.schedule.day_count
        total = 0
        with ThreadPoolExecutor(max_workers=2) as pool:
            pending: list[Future[None]] = []
            for first in range(0, days, span):
                end = min(days, first + span)
                records = self.span(first, end)
                total += len(records)
                text, starts = self.formatter.lines(records)
                for future in pending:
                    future.result()
                pending = [
                    pool.submit(self.write_file, file, text[starts[low] : starts[high]])
                    for file, low, high in self.cut(records, first, end)
                    if file.delivery != LOST
                ]
                report(f"usage to day {end} of {days}: {total:,} records")
            for future in pending:
                future.result()
        for file in self.empty_files:
            self.write_file(file, b"")

    def span(self, first: int, end: int) -> Records:
        """Return the records of the files of the days [first, end), in the order of their lines."""
        rates = self.world.arguments.faults
        records = self.sessions.split(self.traffic.days(first, end))
        spoil_parties(records, rates)
        self.assign_producers(records)
        records = in_file_order(self.due(records, end))
        is_new = records.record_id == 0
        fresh = records.take(is_new)
        number_records(fresh, self.world.schedule.first_day)
        reversals = reversals_of(fresh, rates)
        copies = duplicates_of(fresh, rates)
        # A reversal can be sent twice as well; both copies may wait for a later file.
        later_copies = duplicates_of(reversals, rates)
        burst = self.fraud.days(first, end, self.switches)
        number_records(burst, self.world.schedule.first_day)
        parts = [records.take(~is_new), fresh, reversals, copies, later_copies, burst]
        added = Records.joined(parts)
        records = in_file_order(self.due(added, end))
        self.known.collect(records)
        self.gathered.take(records)
        return records

    def due(self, records: Records, end: int) -> Records:
        """Return the records and those that waited, up to the day `end`; later ones wait."""
        every = Records.joined([self.waiting, records])
        self.waiting = every.take(
            (every.file_day >= end) & (every.file_day < self.world.schedule.day_count)
        )
        return every.take(every.file_day < end)

    def assign_producers(self, records: Records) -> None:
        """Data and content come from the packet gateway, the rest from the region's switch."""
        last = self.switches - 1
        packet = (records.service == DATA) | (records.service == CONTENT)
        switch = self.world.region[records.line] % 2 if last > 1 else 0
        records.producer[:] = np.where(packet, last, switch)

    def cut(self, records: Records, first: int, end: int) -> list[tuple[SwitchFile, int, int]]:
        """Return each daily file of the days with its part of the records; notes the counts."""
        group = records.producer.astype(np.int64) * FILE_RADIX + records.file_day
        parts = []
        for producer in range(len(self.producers)):
            for day in range(first, end):
                wanted = producer * FILE_RADIX + day
                low, high = (int(x) for x in np.searchsorted(group, [wanted, wanted + 1]))
                file = self.files.get((producer, day))
                if file is None:
                    continue
                extra = self.implausible.get((file.producer, file.sequence), [])
                file.records = high - low + len(extra)
                parts.append((file, low, high))
        return parts

    def known_records(self) -> list[KnownRecord]:
        """All that the answer key tells of single records, by arrival; lost ones last."""
        extra = [record.known for records in self.implausible.values() for record in records]
        return self.known.records(self.files, extra)

    def write_file(self, file: SwitchFile, text: memoryview | bytes) -> None:
        """Write one switch file: header, its lines, malformed ones, last those not to believe."""
        damage = "".join(line for _, line in damaged_lines(file, self.world.arguments.seed))
        extra = self.implausible.get((file.producer, file.sequence), [])
        odd = "".join(record.line for record in extra)
        content = b"".join((HEADER.encode(), b"\n", text, damage.encode(), odd.encode()))
        folder = self.out / f"{file.delivery:03d}" / "landing" / "mediation" / "usage_events"
        write_bytes(folder / file.name, gzip_bytes(content))


def in_file_order(records: Records) -> Records:
    """Sort by switch and file; within a file copies come last, the others by time."""
    is_copy = (records.fault & COPIES) != 0
    keys = (records.tie, records.started, is_copy, records.file_day, records.producer)
    return records.take(np.lexsort(keys))


def first_of_group(group: Array) -> Array:
    """Return the positions at which a sorted array changes its value, with the first."""
    return np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else np.zeros(0, int)


def number_records(records: Records, first_day: dt.date) -> None:
    """Number the records of each file from 1 after its date: unique per switch."""
    group = records.producer.astype(np.int64) * FILE_RADIX + records.file_day
    starts = first_of_group(group)
    lengths = np.diff(np.r_[starts, len(group)])
    position = np.arange(len(group)) - np.repeat(starts, lengths)
    day = first_day.toordinal() + records.file_day[starts].astype(np.int64)
    dates = [int(dt.date.fromordinal(int(d)).strftime("%y%m%d")) for d in day]
    records.record_id[:] = np.repeat(np.array(dates) * 10_000_000, lengths) + position + 1
