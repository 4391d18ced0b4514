"""Cuts a file into its lines and hands them on as Arrow arrays with their exact line numbers.

DuckDB's own reader is not asked for lines: it numbers none, and one stray quote makes it swallow
thousands of them. Here a line ends at a line feed and nowhere else; the text is not copied, the
array points into the block that was read.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from ingestion.delimited.damage import Damage, find_damage, overwrite
from ingestion.delimited.records import RecordShape, record_ends
from ingestion.delimited.resident_numbers import resident_number_at, resident_number_found
from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.files.inspect import LONGEST_LINE_BYTES, too_long

LINES_SCHEMA = pa.schema([("file_no", pa.int32()), ("line_no", pa.int64()), ("line", pa.string())])


@dataclass(frozen=True)
class Lines:
    """Some records of one file: an Arrow batch (file_no, line_no, line), and what is damaged.

    A damaged line stands in the batch as question marks of the same length.
    """

    batch: pa.RecordBatch
    damaged: tuple[Damage, ...]
    has_quotes: bool

    @property
    def size(self) -> int:
        """Bytes of the lines."""
        return int(self.batch.nbytes)


def read_lines(file: FoundFile, file_no: int, has_header: bool) -> Iterator[Lines]:
    """Yield the records of a file in batches of a few MiB; the header is line 1 and left out.

    ``line_no`` is the physical line on which a record begins. The line end is part of the text.
    """
    rest = b""
    line_no = 1
    shape = RecordShape(len(file.entity.columns), file.entity.delimiter.encode())
    for block in read_blocks(file.path, file.compression):
        data = rest + block
        if line_no == 1:
            data = data.removeprefix(codecs.BOM_UTF8)
        cut = data.rfind(b"\n") + 1
        data, rest = data[:cut], data[cut:]
        skip_header = has_header and line_no == 1
        if skip_header and data:
            shape = replace(shape, fields=_field_count(data, file))
        if data:
            batch, taken, lines = _batch(data, file_no, line_no, skip_header, file, shape)
            rest = data[taken:] + rest
            line_no += lines
            if batch is not None:
                yield batch
    if rest:
        # Only a record whose quotes never close is left over: line by line it is rejected.
        batch, _, _ = _batch(rest, file_no, line_no, False, file, shape, at_end=True)
        if batch is not None:
            yield batch


def _field_count(data: bytes, file: FoundFile) -> int:
    """Return how many fields the header has, which stands on the first line of the data."""
    header = data[: data.index(b"\n")].decode("utf-8", "replace").rstrip("\r")
    return len(next(csv.reader([header], delimiter=file.entity.delimiter), ()))


def lines_from_texts(texts: list[bytes], numbers: Any, file_no: int) -> Lines:
    """Return records that were made of another format; each text ends in a line feed."""
    data = b"".join(texts)
    buffer = np.frombuffer(data, np.uint8)
    offsets = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text) for text in texts], out=offsets[1:])
    found = resident_number_at(data, buffer)
    if found is not None:
        place = int(np.searchsorted(offsets[1:], found, side="right"))
        raise resident_number_found(int(numbers[place]))
    text = pa.StringArray.from_buffers(len(texts), pa.py_buffer(offsets), pa.py_buffer(data))
    files = _array(pa.int32(), np.full(len(texts), file_no, dtype=np.int32))
    columns = [files, _array(pa.int64(), numbers), text]
    return Lines(pa.RecordBatch.from_arrays(columns, schema=LINES_SCHEMA), (), True)


def _batch(
    data: bytes,
    file_no: int,
    line_no: int,
    skip_header: bool,
    file: FoundFile,
    shape: RecordShape,
    at_end: bool = False,
) -> tuple[Lines | None, int, int]:
    """Return the batch, how many bytes it took and how many physical lines those are."""
    buffer = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(buffer == 10) + 1
    if skip_header:
        first, ends, start_line = int(ends[0]), ends[1:], line_no + 1
    else:
        first, start_line = 0, line_no
    has_quotes = b'"' in data
    numbers = np.arange(start_line, start_line + len(ends), dtype=np.int64)
    taken_lines = len(ends) + int(skip_header)
    if file.entity.quoted_newlines and has_quotes:
        ends, numbers, taken_lines = record_ends(
            data, buffer, first, ends, numbers, shape, at_end=at_end, lines_before=int(skip_header)
        )
    if len(ends) == 0:
        return None, first, int(skip_header)
    offsets = np.empty(len(ends) + 1, np.int32)
    offsets[0] = first
    offsets[1:] = ends
    if int(np.diff(offsets).max()) > LONGEST_LINE_BYTES:
        raise too_long(int(numbers[int(np.diff(offsets).argmax())]))
    found = resident_number_at(data, buffer)
    if found is not None and first <= found < int(ends[-1]):
        raise resident_number_found(int(numbers[np.searchsorted(ends, found, side="right")]))
    damaged = find_damage(data, buffer, offsets, numbers, file_no, file.entity.quoted_newlines)
    if damaged:
        data = overwrite(data, offsets, damaged, numbers)
    text = pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(data))
    files = _array(pa.int32(), np.full(len(ends), file_no, dtype=np.int32))
    columns = [files, _array(pa.int64(), numbers), text]
    batch = pa.RecordBatch.from_arrays(columns, schema=LINES_SCHEMA)
    return Lines(batch, damaged, has_quotes), int(ends[-1]), taken_lines


def _array(kind: pa.DataType, values: Any) -> pa.Array:
    """Wrap a numpy array; ``pa.array`` would import pandas for it, which takes a second."""
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])
