"""Gathers the lines of many files into chunks that DuckDB takes in one statement."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from ingestion.delimited.damage import Damage
from ingestion.delimited.lines import LINES_SCHEMA, Lines, read_lines
from ingestion.records.candidate import Candidate
from ingestion.records.converted import read_converted
from trunkline.errors import FileRefusedError

# Large enough that a statement's fixed cost does not count, small enough for a laptop's memory:
# two chunks are there at a time, one being read while the other is worked on.
_CHUNK_BYTES = 192 << 20


@dataclass
class Chunk:
    """Lines of one or more files: how many of each, which are damaged, which files broke off."""

    batches: list[pa.RecordBatch] = field(default_factory=list)
    records: dict[int, int] = field(default_factory=dict)
    damaged: list[Damage] = field(default_factory=list)
    refused: dict[int, FileRefusedError] = field(default_factory=dict)
    has_quotes: bool = False
    size: int = 0

    @property
    def table(self) -> pa.Table:
        """The lines as one Arrow table; nothing is copied."""
        return pa.Table.from_batches(self.batches, schema=LINES_SCHEMA)


def read_chunks(candidates: list[Candidate]) -> Iterator[Chunk]:
    """Yield the lines of delimited or NDJSON files, reading one chunk ahead in a thread.

    A file that cannot be read to its end is named in ``refused`` of the chunk where it broke off.
    """
    ready: queue.Queue[Chunk | BaseException | None] = queue.Queue(maxsize=1)
    stopped = threading.Event()

    def put(item: Chunk | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                ready.put(item, timeout=0.2)
                return
            except queue.Full:
                continue

    def fill() -> None:
        try:
            for chunk in _assemble(candidates):
                put(chunk)
                if stopped.is_set():
                    return
            put(None)
        except BaseException as error:  # handed to the reading side, which raises it
            put(error)

    thread = threading.Thread(target=fill, name="read-chunks", daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        thread.join()


def _lines_of(candidate: Candidate) -> Iterator[Lines]:
    if candidate.reader is not None:
        return read_converted(candidate.file, candidate.file_no, candidate.reader)
    has_header = candidate.file.entity.header and candidate.file.format == "csv"
    return read_lines(candidate.file, candidate.file_no, has_header)


def _assemble(candidates: list[Candidate]) -> Iterator[Chunk]:
    chunk = Chunk()
    for candidate in candidates:
        number = candidate.file_no
        damaged = 0
        chunk.records.setdefault(number, 0)
        try:
            for lines in _lines_of(candidate):
                chunk.batches.append(lines.batch)
                chunk.records[number] = chunk.records.get(number, 0) + lines.batch.num_rows
                chunk.damaged.extend(lines.damaged)
                chunk.has_quotes = chunk.has_quotes or lines.has_quotes
                chunk.size += lines.size
                damaged += len(lines.damaged)
                if damaged > candidate.most_rejects:
                    break  # refused by its threshold: no need to look at the rest
                if chunk.size >= _CHUNK_BYTES:
                    yield chunk
                    chunk = Chunk()
        except FileRefusedError as error:
            chunk.refused[number] = error
    if chunk.records or chunk.refused:
        yield chunk
