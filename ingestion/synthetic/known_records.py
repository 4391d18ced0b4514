"""What the answer key must know of single records, gathered while they are written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.faults import Fault
from ingestion.synthetic.files import Row
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.records import Records
from ingestion.synthetic.switch_files import LOST, SwitchFile


@dataclass(frozen=True)
class KnownRecord:
    """One written record with a fault, or one that a fault refers to."""

    file: SwitchFile
    line_no: int
    """Physical line in its file; the header is line 1."""
    record_id: int
    record_number: int
    faults: Fault
    quantity: int
    reversal_of: str

    @property
    def event_key(self) -> str:
        """Key of the record: producer:record_id:record_number."""
        return f"{self.file.producer}:{self.record_id}:{self.record_number}"

    @property
    def arrival(self) -> tuple[int, str, int, int]:
        """Place in the order in which loads bring records."""
        return self.file.delivery, self.file.producer, self.file.sequence, self.line_no


class KnownRecords:
    """Collects the records that carry a fault."""

    def __init__(self) -> None:
        """Begin with none."""
        self._parts: list[tuple[Records, Array]] = []

    def collect(self, records: Records) -> None:
        """Keep the marked ones of a span, which must be in the order of their lines."""
        group = records.producer.astype(np.int64) * 1_000_000 + records.file_day
        marked = np.flatnonzero(records.fault)
        line = marked - np.searchsorted(group, group[marked]) + 2
        self._parts.append((records.take(marked), line))

    def records(
        self, files: dict[tuple[int, int], SwitchFile], extra: list[KnownRecord]
    ) -> list[KnownRecord]:
        """Return all kept and extra records, by arrival; those of lost files last."""
        found = [*extra]
        for part, lines in self._parts:
            for i, line in enumerate(lines.tolist()):
                file = files[int(part.producer[i]), int(part.file_day[i])]
                reversed_id = int(part.reversed_id[i])
                found.append(
                    KnownRecord(
                        file=file,
                        line_no=line,
                        record_id=int(part.record_id[i]),
                        record_number=int(part.record_number[i]),
                        faults=Fault(int(part.fault[i])),
                        quantity=int(part.quantity[i]),
                        reversal_of=f"{file.producer}:{reversed_id}:{int(part.reversed_number[i])}"
                        if reversed_id
                        else "",
                    )
                )
        return sorted(found, key=lambda r: (r.file.delivery == LOST, r.arrival))


def arrived_duplicates(records: list[KnownRecord]) -> dict[int, KnownRecord]:
    """Position in `records` of each duplicate that arrives → the record that came first.

    The first to arrive counts, be it the copy: the original may have been late or lost.
    """
    first: dict[str, KnownRecord] = {}
    duplicates: dict[int, KnownRecord] = {}
    for position, record in enumerate(records):
        if record.file.delivery == LOST:
            continue
        known = first.setdefault(record.event_key, record)
        if known is not record:
            duplicates[position] = known
    return duplicates


def record_rows(records: list[KnownRecord]) -> list[Row]:
    """Return one row per known record, as the answer key shows it."""
    duplicates = arrived_duplicates(records)
    rows: list[Row] = []
    for position, record in enumerate(records):
        original = duplicates.get(position)
        is_conflict = original is not None and original.quantity != record.quantity
        rows.append(
            {
                "delivery": record.file.delivery or None,
                "file": record.file.name,
                "line_no": record.line_no,
                "event_key": record.event_key,
                "faults": "|".join(str(f.name).lower() for f in record.faults),
                "is_duplicate": original is not None,
                "is_conflict": is_conflict,
                "duplicate_of_delivery": original.file.delivery if original else None,
                "duplicate_of_file": original.file.name if original else None,
                "duplicate_of_line_no": original.line_no if original else None,
                "reversal_of": record.reversal_of or None,
            }
        )
    return rows
