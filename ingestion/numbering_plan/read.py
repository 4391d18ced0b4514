"""Reads a table of number ranges as libphonenumber's metadata has it, one file a calling code.

Fields are parted by semicolons and padded with spaces; a row may end before its last columns. The
calling code stands in the file's name alone: 44.csv or ranges_44.csv.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.records.read_record import ReadRecord
from trunkline.errors import FileRefusedError

_COLUMNS = {
    "prefix": "Prefix",
    "lengths": "Length",
    "type": "Type",
    "tariff": "Tariff",
    "area_code_length": "Area Code Length",
    "operator": "Operator",
    "regions": "Regions",
    "place": "Geocode:en",
}
_HEADER = re.compile(rb"\s*Prefix\s*;")
_CALLING_CODE = re.compile(r"(?:.*[^0-9])?([1-9][0-9]{0,2})(?:[^0-9].*)?\.csv(?:\.gz|\.zst)?")
_MOST_BYTES = 64 << 20


def is_range_table(file: FoundFile) -> bool:
    """Say whether a .csv has the plan's own header, not the contract's."""
    head = next(read_blocks(file.path, file.compression), b"")
    return _HEADER.match(head) is not None


def read_ranges(file: FoundFile) -> Iterator[ReadRecord]:
    """Yield one record a range; raise FileRefusedError when name or header are not the plan's."""
    named = _CALLING_CODE.fullmatch(file.path.name)
    if named is None:
        raise FileRefusedError(
            "calling_code",
            "Its name holds no calling code, and the table itself has none.",
            "Name it after its calling code: 44.csv.",
        )
    rows = csv.reader(_lines(file), delimiter=";", skipinitialspace=True)
    header = [name.strip() for name in next(rows, [])]
    missing = [name for name in ("Prefix", "Length", "Type") if name not in header]
    if missing:
        raise FileRefusedError(
            "missing_column",
            f"Its header lacks {', '.join(missing)}.",
            "Send ranges.csv of the numbering plan as it is.",
            line=1,
            field=missing[0],
        )
    for row in rows:
        texts = dict(zip(header, (text.strip() for text in row), strict=False))
        values = {column: texts.get(name) or None for column, name in _COLUMNS.items()}
        yield ReadRecord(file.entity.name, rows.line_num, {"calling_code": named[1], **values})


def _lines(file: FoundFile) -> Iterator[str]:
    data = b""
    for block in read_blocks(file.path, file.compression):
        data += block
        if len(data) > _MOST_BYTES:
            raise FileRefusedError("size", "It is larger than 64 MiB.", "Send it in parts.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefusedError(
            "encoding", "It is no UTF-8.", "Save it as UTF-8 and send it again.", line=line
        ) from error
    yield from text.splitlines(keepends=True)
