"""Reads charging records (3GPP TS 32.298) that a charging system exported as JSON or CSV.

Fields bear the names of the specification. In CSV a field that is a list or an object stands in
its cell as JSON.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from ingestion.charging.map import record_values
from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.json_records.decode import Decoder
from ingestion.json_records.read import (
    is_in_own_form,
    lines_of,
    mapped_records,
    read_objects,
)
from ingestion.json_records.record import JsonRecord, unwritable
from ingestion.records.read_record import ReadRecord
from trunkline.errors import FileRefusedError

_NAMES_RECORD_TYPE = re.compile(rb'(?:^|,)"?recordType"?(?:,|\s*$)')

_FIELD = r'(?:"(?:[^"]|"")*"|[^",]*)'
_WELL_QUOTED = re.compile(rf"{_FIELD}(?:,{_FIELD})*")


def is_export(file: FoundFile) -> bool:
    """Say whether a file has the specification's names, not the contract's."""
    if file.format == "csv":
        head = next(read_blocks(file.path, file.compression), b"").partition(b"\n")[0]
        return _NAMES_RECORD_TYPE.search(head.removeprefix(b"\xef\xbb\xbf")) is not None
    return file.format == "json" or not is_in_own_form(file, "record_key")


def read_charging_records(file: FoundFile) -> Iterator[ReadRecord]:
    """Yield one record for each of the file.

    Raises FileRefusedError when a document is no JSON, or the header of a CSV cannot be read.
    """
    records = _read_rows(file) if file.format == "csv" else read_objects(file)
    return mapped_records(file, records, record_values)


def _read_rows(file: FoundFile) -> Iterator[JsonRecord]:
    """Yield the rows of a CSV; a record's number is that of its line."""
    lines = lines_of(file)
    header = _header(next(lines, (1, b""))[1])
    decoder = Decoder()
    for number, raw in lines:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            yield JsonRecord(number, number, None, "invalid_utf8", raw)
            continue
        row, damage = _row(text, len(header))
        if damage:
            yield JsonRecord(number, number, None, damage, raw)
            continue
        cells = zip(header, row, strict=True)
        value = {name: _cell(cell, decoder) for name, cell in cells}
        if damage := unwritable(value, raw):
            yield JsonRecord(number, number, None, damage, raw)
            continue
        yield JsonRecord(number, number, value)


def _row(text: str, width: int) -> tuple[list[str], str]:
    """Return the fields of a line, and the rule that it breaks."""
    if "\0" in text:
        return [], "nul_byte"
    if "\r" in text:
        return [], "stray_carriage_return"
    if '"' in text and not _WELL_QUOTED.fullmatch(text):
        return [], "quotes"
    row = next(csv.reader([text]), []) if text else []
    return row, "" if len(row) == width else "field_count"


def _header(line: bytes) -> list[str]:
    names = next(csv.reader([line.decode("utf-8", "replace")]), [])
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise FileRefusedError(
            "doubled_column",
            f"Its header has two columns of one name, the first of them column "
            f"{names.index(doubled) + 1}.",
            "Send each column once.",
            line=1,
        )
    return names


def _cell(text: str, decoder: Decoder) -> Any:
    """Return a cell's value: none where it is empty, what its JSON says, else its text."""
    if text[:1] not in ("[", "{"):
        return text or None
    try:
        value, end = decoder.decode(text)
    except (json.JSONDecodeError, RecursionError):
        return text
    return value if end == len(text) and not decoder.has_doubled_name else text
