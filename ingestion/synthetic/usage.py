"""Draws usage span by span, applies the known faults and writes the switch files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ingestion.synthetic.behaviour import CONTENT, DATA
from ingestion.synthetic.files import gzip_bytes, write_bytes
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.records import Records
from ingestion.synthetic.switch_files import LOST, SwitchFile, producers
from ingestion.synthetic.traffic import Traffic
from ingestion.synthetic.usage_lines import HEADER, LineFormatter
from ingestion.synthetic.world import World

RECORDS_PER_SPAN = 300_000


def write_usage(
    world: World, files: list[SwitchFile], out: Path, report: Callable[[str], None]
) -> int:
    """Write all switch files below their deliveries; returns the number of records drawn."""
    traffic = Traffic(world)
    names = producers(world.arguments.subscribers)
    cells = [str(cell["cell_id"]) for cell in world.network.cells]
    # A day earlier: local morning is the evening before in UTC.
    formatter = LineFormatter(names, cells, world.schedule.first_day - dt.timedelta(days=1))
    per_day = world.arguments.events_per_day * len(world.lines)
    span = max(1, int(RECORDS_PER_SPAN / max(1.0, per_day)))
    days = world.schedule.day_count
    total = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        pending: list[Future[None]] = []
        for first in range(0, days, span):
            end = min(days, first + span)
            records = traffic.days(first, end)
            assign_producers(records, world, len(names))
            records = in_file_order(records)
            number_records(records, world.schedule.first_day)
            total += len(records)
            text, starts = formatter.lines(records)
            for future in pending:
                future.result()
            pending = [
                pool.submit(write_file, file, names, records, text, starts, out)
                for file in files
                if first <= file.day < end and file.delivery != LOST
            ]
            report(f"usage to day {end} of {days}: {total:,} records")
        for future in pending:
            future.result()
    return total


def assign_producers(records: Records, world: World, count: int) -> None:
    """Data and content come from the packet gateway, the rest from the switch of the region."""
    packet = (records.service == DATA) | (records.service == CONTENT)
    east = world.region[records.line] % 2 if count > 2 else 0
    records.producer[:] = np.where(packet, count - 1, east)


def in_file_order(records: Records) -> Records:
    """By switch, file and time, as a switch writes."""
    return records.take(
        np.lexsort((records.tie, records.started, records.file_day, records.producer))
    )


def number_records(records: Records, first_day: dt.date) -> None:
    """Number the records of each file from 1, after the date of the file: unique per switch."""
    group = records.producer.astype(np.int64) * 1_000_000 + records.file_day
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    lengths = np.diff(np.r_[starts, len(group)])
    position = np.arange(len(group)) - np.repeat(starts, lengths)
    day = first_day.toordinal() + records.file_day[starts].astype(np.int64)
    dates = [int(dt.date.fromordinal(int(d)).strftime("%y%m%d")) for d in day]
    records.record_id[:] = np.repeat(np.array(dates) * 10_000_000, lengths) + position + 1


def write_file(
    file: SwitchFile,
    names: tuple[str, ...],
    records: Records,
    text: memoryview,
    starts: Array,
    out: Path,
) -> None:
    """Write one switch file: its header and, if it is not empty, its lines."""
    content = HEADER.encode() + b"\n"
    if not file.is_empty:
        group = records.producer.astype(np.int64) * 1_000_000 + records.file_day
        wanted = names.index(file.producer) * 1_000_000 + file.day
        low, high = np.searchsorted(group, [wanted, wanted + 1])
        content += bytes(text[starts[low] : starts[high]])
    folder = out / f"{file.delivery:03d}" / "landing" / "mediation" / "usage_events"
    write_bytes(folder / file.name, gzip_bytes(content))
