"""Files that are not lines of fields: what reads them, and their records as lines of JSON.

From there on they go the way of NDJSON: checked by the same statements, rejected one by one,
counted and keyed like any other record.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

import numpy as np

from ingestion.camt.read import read_message
from ingestion.charging.read import is_export, read_charging_records
from ingestion.delimited.damage import Damage
from ingestion.delimited.lines import Lines, lines_from_texts
from ingestion.files.found import FoundFile
from ingestion.mobile_networks.read import read_networks
from ingestion.numbering_plan.read import is_range_table, read_ranges
from ingestion.records.read_record import FileSays, ReadRecord, refused_at
from ingestion.roaming.nrtrde import read_nrtrde
from ingestion.roaming.tap import read_tap
from ingestion.tmf635.read import is_usage, read_usages
from trunkline.contract import Contract
from trunkline.errors import FileRefusedError

Reader = Callable[[FoundFile], Iterator[ReadRecord]]

_READERS: dict[str, Reader] = {
    "camt": read_message,
    "charging": read_charging_records,
    "mobile_networks": read_networks,
    "nrtrde": read_nrtrde,
    "numbering_plan": read_ranges,
    "tap": read_tap,
    "tmf635": read_usages,
}
# Readers of a format that may hold the contract's own form as well.
_APPLIES: dict[str, Callable[[FoundFile], bool]] = {
    "charging": is_export,
    "numbering_plan": is_range_table,
    "tmf635": is_usage,
}
_RECORDS_A_BATCH = 5000


def reader_of(file: FoundFile) -> Reader | None:
    """Return what reads a file, None where it is lines of fields or Parquet."""
    declared = file.entity.reader(file.format)
    if declared is None:
        return None
    applies = _APPLIES.get(declared.name)
    return _READERS[declared.name] if applies is None or applies(file) else None


def files_within(file: FoundFile, contract: Contract) -> list[FoundFile]:
    """Return a file as each of the entities of which it brings records."""
    declared = file.entity.reader(file.format)
    names = declared.brings if declared and declared.brings else (file.entity.name,)
    return [replace(file, entity=contract.entity(file.entity.source, name)) for name in names]


def count_records(file: FoundFile, reader: Reader) -> tuple[Counter[str], FileSays | None]:
    """Count the records of a file by entity, reading all of it, and hear what it says of itself."""
    counts: Counter[str] = Counter()
    says = None
    for record in reader(file):
        counts[record.entity] += 1
        says = record.file_says or says
    return counts, says


def read_converted(file: FoundFile, file_no: int, reader: Reader) -> Iterator[Lines]:
    """Yield the records of the file's entity as lines of JSON, in batches.

    ``line_no`` is the line on which a record begins; where several begin on one line, the next
    free number, so that no two records share one.
    """
    records = _counted(file, reader)
    while batch := list(islice(records, _RECORDS_A_BATCH)):
        texts = []
        for _, record in batch:
            filled = {name: value for name, value in record.values.items() if value is not None}
            texts.append(json.dumps(filled, ensure_ascii=False).encode() + b"\n")
        numbers = np.array([number for number, _ in batch], dtype=np.int64)
        damaged = tuple(
            Damage(file_no, number, record.damage, record.raw)
            for number, record in batch
            if record.damage
        )
        try:
            yield replace(lines_from_texts(texts, numbers, file_no), damaged=damaged)
        except FileRefusedError as error:
            found = next(each for number, each in batch if number == error.line)
            raise refused_at(found.place, error, found.begins_on or found.line) from error


def places(file: FoundFile, reader: Reader, numbers: set[int]) -> dict[int, tuple[int, str]]:
    """Return the line and the place in words of records, by the ``line_no`` they were given."""
    return {
        number: (record.begins_on or record.line, record.place)
        for number, record in _counted(file, reader)
        if number in numbers
    }


def _counted(file: FoundFile, reader: Reader) -> Iterator[tuple[int, ReadRecord]]:
    """Yield the records of the file's entity, each with a number of its own."""
    number = 0
    for record in reader(file):
        if record.entity == file.entity.name:
            number = max(number + 1, record.line)
            yield number, record
