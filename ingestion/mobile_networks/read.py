"""Reads the public list of mobile networks: a JSON array of [mcc, mnc, brand, operator]."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator

from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.records.read_record import ReadRecord
from trunkline.errors import FileRefusedError

_COLUMNS = ("mcc", "mnc", "brand", "operator")
# The list of the whole world is below 200 KB; all of it is held in memory.
_MOST_BYTES = 16 << 20


def read_networks(file: FoundFile) -> Iterator[ReadRecord]:
    """Yield one record a network; raise FileRefusedError where the list has another form."""
    text = _text(file)
    decoder = json.JSONDecoder()
    place = _after(text, 0, "[", line=1)
    line, counted = 1, 0
    while not text.startswith("]", place := _skip_space(text, place)):
        line, counted = line + text.count("\n", counted, place), place
        try:
            row, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            raise _wrong(line, "is no JSON") from error
        if not (isinstance(row, list) and len(row) == len(_COLUMNS) and _are_texts(row)):
            raise _wrong(line, "is no array of four texts")
        if not _has_whole_signs(row):
            raise _wrong(line, "holds half of a sign (a surrogate by itself)")
        texts = (_tidy(value) for value in row)
        yield ReadRecord(file.entity.name, line, dict(zip(_COLUMNS, texts, strict=True)))
        place = _skip_space(text, place)
        if not text.startswith("]", place):
            place = _after(text, place, ",", line)
    rest = _skip_space(text, place + 1)
    if rest < len(text):
        line = text.count("\n", 0, rest) + 1
        raise _wrong(line, "goes on after the end of the array, so that records may be lost")


def _text(file: FoundFile) -> str:
    data = b""
    for block in read_blocks(file.path, file.compression):
        data += block
        if len(data) > _MOST_BYTES:
            raise FileRefusedError(
                "json_size",
                f"It is larger than {_MOST_BYTES:,} bytes.",
                "Send it as .csv, .ndjson or .parquet.",
            )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _wrong(line, "is no UTF-8") from error


def _skip_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def _after(text: str, place: int, sign: str, line: int) -> int:
    place = _skip_space(text, place)
    if not text.startswith(sign, place):
        raise _wrong(line, f"lacks {sign!r}: an array of arrays is asked for")
    return place + 1


def _tidy(text: str | None) -> str | None:
    """Return a text without the marks and line breaks of the page from which the list was made."""
    return " ".join(html.unescape(text).split()) if text else None


def _are_texts(row: list[object]) -> bool:
    return all(value is None or isinstance(value, str) for value in row)


def _has_whole_signs(row: list[str | None]) -> bool:
    """Say whether the texts can be written as UTF-8: JSON may name half of a surrogate pair."""
    try:
        "".join(value or "" for value in row).encode()
    except UnicodeEncodeError:
        return False
    return True


def _wrong(line: int, what: str) -> FileRefusedError:
    return FileRefusedError(
        "json",
        f"Line {line} {what}.",
        "Send the list as an array of [mcc, mnc, brand, operator], all of them texts.",
        line=line,
    )
