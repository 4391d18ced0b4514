"""Takes the records out of a JSON document (.json) or out of lines of JSON (.ndjson).

A document is a list of objects, one object, or objects one after another. What is no JSON refuses
a document, for nobody can tell where the next record begins; of lines it rejects one.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ingestion.delimited.resident_numbers import resident_number_at, resident_number_found
from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.json_records.decode import Decoder
from ingestion.json_records.document import Document
from ingestion.json_records.record import JsonRecord, judged
from ingestion.records.read_record import ReadRecord
from trunkline.errors import FileRefusedError

_MOST_BYTES = 256 << 20


def mapped_records(
    file: FoundFile, records: Iterator[JsonRecord], values: Callable[[dict[str, Any]], Any]
) -> Iterator[ReadRecord]:
    """Yield each record as the columns of the file's entity; a damaged one is passed on as such."""
    for each in records:
        texts = {} if each.value is None else values(each.value)
        yield ReadRecord(
            file.entity.name,
            each.number,
            texts,
            each.place,
            damage=each.damage,
            raw=each.raw,
            begins_on=each.line,
        )


def read_objects(file: FoundFile) -> Iterator[JsonRecord]:
    """Yield the records of a file in their order.

    Raises FileRefusedError naming byte and line when a document is no JSON, and for a resident
    number anywhere in the file.
    """
    return _read_lines(file) if file.format == "ndjson" else _read_document(file)


def is_in_own_form(file: FoundFile, column: str) -> bool:
    """Say whether the first line names a column of the contract, and not the source's fields."""
    head = next(read_blocks(file.path, file.compression), b"")
    return f'"{column}"'.encode() in head.partition(b"\n")[0]


def refuse_resident_number(data: bytes, first_line: int) -> None:
    """Refuse a file for a resident number anywhere in it, also in what nobody takes up."""
    found = resident_number_at(data, np.frombuffer(data, np.uint8))
    if found is not None:
        raise resident_number_found(first_line + data.count(b"\n", 0, found))


def _read_document(file: FoundFile) -> Iterator[JsonRecord]:
    data = bytearray()
    for block in read_blocks(file.path, file.compression):
        data += block
        if len(data) > _MOST_BYTES:
            advice = "Send one object a line, as .ndjson, which is read in parts."
            raise FileRefusedError("size", "It is larger than 256 MiB.", advice)
    whole = bytes(data.removeprefix(codecs.BOM_UTF8))
    refuse_resident_number(whole, 1)
    try:
        text = whole.decode("utf-8")
    except UnicodeDecodeError as error:
        line = whole.count(b"\n", 0, error.start) + 1
        raise FileRefusedError(
            "encoding",
            f"At byte {error.start:,}, on line {line}: it is no UTF-8.",
            "Save it as UTF-8 and send it again.",
            line=line,
        ) from error
    yield from Document(text).records()


def lines_of(file: FoundFile) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each line, without its end."""
    rest, number = b"", 0
    for block in read_blocks(file.path, file.compression):
        data = rest + block
        if number == 0:
            data = data.removeprefix(codecs.BOM_UTF8)
        cut = data.rfind(b"\n") + 1
        data, rest = data[:cut], data[cut:]
        refuse_resident_number(data, number + 1)
        for line in data.split(b"\n")[:-1]:
            number += 1
            yield number, line.removesuffix(b"\r")


def _read_lines(file: FoundFile) -> Iterator[JsonRecord]:
    decoder = Decoder()
    for number, raw in lines_of(file):
        try:
            text = raw.decode("utf-8").strip(" \t\r")
            value, end = decoder.decode(text)
        except UnicodeDecodeError:
            yield JsonRecord(number, number, None, "invalid_utf8", raw)
            continue
        except (json.JSONDecodeError, RecursionError):
            yield JsonRecord(number, number, None, "json", raw)
            continue
        is_alone = end == len(text)
        yield judged(number, number, value if is_alone else None, raw, decoder)
