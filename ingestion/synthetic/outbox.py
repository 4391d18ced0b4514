"""Rows on their way out: each is placed in the delivery that follows the moment it tells of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

from ingestion.synthetic.calendar_of_korea import OFFSET_SECONDS, OFFSET_TEXT, midnight_seconds
from ingestion.synthetic.files import Row, write_csv
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
    """Collects rows by entity and delivery, and writes them as files of the contract."""

    def __init__(self, schedule: Schedule) -> None:
        """Begin with nothing; the contract gives the order of columns and the names of files."""
        self.schedule = schedule
        self.contract = load_contract()
        self.start = midnight_seconds(schedule.first_day)
        self.ends = [midnight_seconds(d.end_day) + EXPORT_SECONDS for d in schedule.deliveries]
        self.rows: dict[tuple[str, str, int], list[tuple[int, int, Row]]] = defaultdict(list)

    def delivery_at(self, at: int) -> int:
        """Return the number of the delivery that brings what happened at an instant, or 0.

        0 stands for what happens after the last export: nobody is told of it.
        """
        for number, end in enumerate(self.ends, start=1):
            if at < end:
                return number
        return 0

    def add(self, source: str, entity: str, at: int, row: Row, delay: int = 0) -> int:
        """Place a row; `delay` is how many deliveries late it comes. Returns its delivery or 0."""
        delivery = self.delivery_at(at)
        if delivery:
            delivery = min(delivery + delay, self.schedule.last_number)
            rows = self.rows[source, entity, delivery]
            rows.append((at, len(rows), row))
        return delivery

    def export(self, source: str, entity: str, delivery: int, rows: list[Row]) -> None:
        """Place a complete export in a delivery."""
        self.rows[source, entity, delivery] = [(0, n, row) for n, row in enumerate(rows)]

    def write(self, out: Path) -> None:
        """Write one file per entity and delivery, its rows by time."""
        for (source, entity, delivery), rows in sorted(self.rows.items()):
            columns = [column.name for column in self.contract.entity(source, entity).columns]
            name = self.file_name(source, entity, delivery)
            folder = out / f"{delivery:03d}" / "landing" / source / entity
            write_csv(folder / name, [row for _, _, row in sorted(rows, key=order)], columns)

    def file_name(self, source: str, entity: str, delivery: int) -> str:
        """Return the name of a file; an entity with numbered files gets its producer's name."""
        if self.contract.entity(source, entity).file_identity is None:
            return f"{entity}_{delivery:03d}.csv"
        return f"{entity}_{PRODUCERS[source]}_{delivery:06d}.csv"


PRODUCERS = {"crm": "CRM01", "payments": "PAY01", "network": "OSS01"}


def order(placed: tuple[int, int, Row]) -> tuple[int, int]:
    """Order of the rows of a file: by time, then as they were added."""
    return placed[:2]
