"""Rows on their way out: each is placed in the delivery that follows the moment it tells of."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path

from ingestion.synthetic.calendar_of_korea import OFFSET_SECONDS, OFFSET_TEXT, midnight_seconds
from ingestion.synthetic.files import Row, write_bytes
from ingestion.synthetic.schedule import Schedule
from trunkline.contract import load_contract

# Every system exports at five in the morning; a delivery is landed at six.
EXPORT_SECONDS = 5 * 3600
DAY = 86_400
HOUR = 3_600
MINUTE = 60
_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - only ever an offset from itself


def clock(at: int) -> str:
    """Return an instant, in seconds since 1970 (UTC), as local ISO 8601 with its offset."""
    return (_EPOCH + dt.timedelta(seconds=at + OFFSET_SECONDS)).isoformat() + OFFSET_TEXT


def local_date(at: int) -> dt.date:
    """Return the local day of an instant."""
    return (_EPOCH + dt.timedelta(seconds=at + OFFSET_SECONDS)).date()


class Outbox:
    """Collects rows by entity and delivery, and writes them as files of the contract.

    A row is kept as its line of CSV: there are many, and a line is a tenth of a dictionary.
    """

    def __init__(self, schedule: Schedule) -> None:
        """Begin with nothing; the contract gives the order of columns and the names of files."""
        self.schedule = schedule
        self.contract = load_contract()
        self.start = midnight_seconds(schedule.first_day)
        self.ends = [midnight_seconds(d.end_day) + EXPORT_SECONDS for d in schedule.deliveries]
        self.columns: dict[tuple[str, str], dict[str, None]] = {}
        self.lines: dict[tuple[str, str, int], list[tuple[int, str]]] = defaultdict(list)

    def delivery_at(self, at: int) -> int:
        """Return the number of the delivery that brings what happened at an instant, or 0.

        0 stands for what happens after the last export: nobody is told of it.
        """
        number = bisect_right(self.ends, at) + 1
        return number if number <= len(self.ends) else 0

    def add(self, source: str, entity: str, at: int, row: Row, delay: int = 0) -> int:
        """Place a row; `delay` is how many deliveries late it comes. Returns its delivery or 0."""
        delivery = self.delivery_at(at)
        if delivery:
            delivery = min(delivery + delay, self.schedule.last_number)
            self.lines[source, entity, delivery].append((at, self.line(source, entity, row)))
        return delivery

    def export(self, source: str, entity: str, delivery: int, rows: list[Row]) -> None:
        """Place a complete export in a delivery."""
        lines = [(0, self.line(source, entity, row)) for row in rows]
        self.lines[source, entity, delivery] = lines

    def line(self, source: str, entity: str, row: Row) -> str:
        """Return a row as a line of CSV, its columns in the contract's order.

        Raises ValueError for a column that the contract does not know.
        """
        columns = self.columns_of(source, entity)
        found = row.keys() & columns.keys()
        if len(found) < len(row):
            raise ValueError(f"{source}/{entity} has no {', '.join(row.keys() - found)}")
        values = [row.get(name) for name in columns]
        text = ",".join(["" if value is None else str(value) for value in values])
        # Most rows need no quotes, and are ready.
        if text.count(",") >= len(columns) or '"' in text or "\n" in text:
            text = ",".join([field(value) for value in values])
        return text + "\n"

    def columns_of(self, source: str, entity: str) -> dict[str, None]:
        """Return the columns of an entity, in the contract's order."""
        known = self.columns.get((source, entity))
        if known is None:
            names = [column.name for column in self.contract.entity(source, entity).columns]
            known = self.columns[source, entity] = dict.fromkeys(names)
        return known

    def write(self, out: Path) -> None:
        """Write one file per entity and delivery, its rows by time, then as they were added."""
        for (source, entity, delivery), lines in sorted(self.lines.items()):
            header = ",".join(self.columns_of(source, entity)) + "\n"
            lines.sort(key=lambda placed: placed[0])
            folder = out / f"{delivery:03d}" / "landing" / source / entity
            text = header + "".join([line for _, line in lines])
            write_bytes(folder / self.file_name(source, entity, delivery), text.encode())
        self.lines.clear()

    def file_name(self, source: str, entity: str, delivery: int) -> str:
        """Return the name of a file; an entity with numbered files gets its producer's name."""
        if self.contract.entity(source, entity).file_identity is None:
            return f"{entity}_{delivery:03d}.csv"
        return f"{entity}_{PRODUCERS[source]}_{delivery:06d}.csv"


PRODUCERS = {"crm": "CRM01", "payments": "PAY01", "network": "OSS01"}


def field(value: object) -> str:
    """Return a value as a field of CSV, in quotes where it needs them; none is empty."""
    if value is None:
        return ""
    text = str(value)
    if '"' in text or "," in text or "\n" in text:
        return '"' + text.replace('"', '""') + '"'
    return text
