"""Reads a table of number ranges as libphonenumber's metadata has it, one file a calling code.

Fields are parted by semicolons and padded with spaces; a text may stand in quotes, which never
reach beyond its line. A row may end before its last columns. The calling code stands in the file's
name alone: 44.csv or ranges_44.csv.
"""

from __future__ import annotations

import codecs
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
_HEADER = re.compile(rb"(?:%b)?\s*Prefix\s*;" % codecs.BOM_UTF8)
# Nothing else may stand beside the code: of a date or a number of a copy it would be guessed.
_CALLING_CODE = re.compile(r"(?:ranges_)?([1-9][0-9]{0,2})\.csv(?:\.gz|\.zst)?")
# A field in quotes that close before a semicolon; else all up to it, stray quotes as well.
_FIELD = re.compile(r' *(?:"([^"]*(?:""[^"]*)*)" *|([^;]*))(;|$)')
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
            "Its name is no calling code alone, and the table itself has none.",
            "Name it after its calling code: 44.csv or ranges_44.csv, packed 44.csv.gz.",
        )
    rows = enumerate(map(_fields, _lines(file)), start=1)
    header = next(rows, (1, []))[1]
    missing = [name for name in ("Prefix", "Length", "Type") if name not in header]
    if missing:
        raise FileRefusedError(
            "missing_column",
            f"Its header lacks {', '.join(missing)}.",
            "Send ranges.csv of the numbering plan as it is.",
            line=1,
            field=missing[0],
        )
    for line, row in rows:
        if len(row) > len(header):
            raise FileRefusedError(
                "field_count",
                f"Its line {line} has {len(row)} fields, its header {len(header)}.",
                "Put a text that holds a semicolon in quotes.",
                line=line,
            )
        texts = dict(zip(header, row, strict=False))
        values = {column: texts.get(name) or None for column, name in _COLUMNS.items()}
        yield ReadRecord(file.entity.name, line, {"calling_code": named[1], **values})


def _fields(line: str) -> list[str]:
    fields = []
    line = line.removesuffix("\r")
    place, sign = 0, ";"
    while sign and (found := _FIELD.match(line, place)):
        quoted, plain, sign = found.groups()
        fields.append((plain if quoted is None else quoted.replace('""', '"')).strip())
        place = found.end()
    return fields


def _lines(file: FoundFile) -> Iterator[str]:
    """Yield the lines: as many as there are line feeds, whatever else Python takes for a line end.

    The inspection of the file has seen to it that the last one ends in a line feed.
    """
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
    yield from text.removesuffix("\n").split("\n")
