"""Reads a file once from end to end: its hash, its lines, and whether it is whole."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile, Sidecar
from trunkline.errors import FileRefusedError
from trunkline.loads import HIGHEST_LINE

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# No record of the contract comes near; without a bound one endless line would fill the memory.
LONGEST_LINE_BYTES = 1 << 20


@dataclass(frozen=True)
class Inspection:
    """What one pass over the uncompressed bytes shows. ``lines`` counts line feeds."""

    sha256: str
    size: int
    lines: int
    first_line: bytes
    has_quotes: bool
    has_mixed_line_ends: bool


def inspect_file(file: FoundFile, sidecar: Sidecar) -> Inspection:
    """Hash and count a file; raise FileRefusedError when it is not whole.

    For other formats than delimited and NDJSON, lines stay 0: their reader counts the records.
    """
    scan = _Scan(is_text=file.format in ("csv", "ndjson"))
    # Hashing lets other threads run: it goes on beside the counting and the reading.
    with ThreadPoolExecutor(max_workers=1) as beside:
        hashed: Future[None] | None = None
        for block in read_blocks(file.path, file.compression):
            if hashed is not None:
                hashed.result()
            hashed = beside.submit(scan.hash.update, block)
            scan.add(block)
    result = scan.result()
    if file.has_changed():
        raise FileRefusedError(
            "still_written",
            "It was still being written to while it was read.",
            "Write it under another name and rename it when it is complete, then send it again.",
        )
    if sidecar.sha256 is not None and sidecar.sha256.lower() != result.sha256:
        raise FileRefusedError(
            "sidecar_sha256",
            f"Its bytes have the SHA-256 {result.sha256}, its sidecar says {sidecar.sha256}.",
            "Have both sent again: one of them is not what was meant.",
        )
    if result.size == 0 and sidecar.records != 0 and not _may_be_empty(file):
        raise _empty(file)
    return result


def _may_be_empty(file: FoundFile) -> bool:
    """Say whether a file of 0 bytes is what its source writes when nothing happened.

    A log without a header is; an empty export would delete everything, and needs its sidecar.
    """
    entity = file.entity
    return file.format == "csv" and not entity.header and entity.load_mode == "events"


def _empty(file: FoundFile) -> FileRefusedError:
    if file.format == "csv" and file.entity.header:
        return FileRefusedError(
            "empty",
            "It is empty: 0 bytes, not even a header.",
            "Send the header alone for a time without records, or a sidecar with records 0.",
        )
    advice = "Have it sent again: a file of this format is never without bytes."
    if file.format in ("csv", "ndjson"):
        advice = "For a time without records, send it with a sidecar with records 0."
    return FileRefusedError("empty", "It is empty: 0 bytes.", advice)


class _Scan:
    def __init__(self, is_text: bool) -> None:
        self._is_text = is_text
        self.hash = hashlib.sha256()
        self._size = 0
        self._line_feeds = 0
        self._carriage_returns = 0
        self._line_ends = 0
        self._first_line = b""
        self._since_line_feed = 0
        self._last = b""
        self._has_quotes = False

    def add(self, block: bytes) -> None:
        if self._is_text:
            self._count(block)
        self._size += len(block)
        self._last = block[-1:]

    def _count(self, block: bytes) -> None:
        if self._size == 0 and block.startswith(_UTF16_MARKS):
            raise FileRefusedError(
                "encoding",
                "It is UTF-16, not UTF-8.",
                "Save it as UTF-8 and send it again.",
                line=1,
            )
        if self._line_feeds == 0:
            self._first_line += block[: block.find(b"\n") + 1 or len(block)]
        found = block.count(b"\n")
        if b"\r" in block or self._last == b"\r":
            self._carriage_returns += block.count(b"\r")
            split_between_blocks = self._last == b"\r" and block.startswith(b"\n")
            self._line_ends += block.count(b"\r\n") + split_between_blocks
        self._has_quotes = self._has_quotes or b'"' in block
        self._line_feeds += found
        tail = len(block) - (block.rfind(b"\n") + 1)
        self._since_line_feed = tail if found else self._since_line_feed + tail
        if self._since_line_feed > LONGEST_LINE_BYTES:
            raise too_long(self._line_feeds + 1)
        if self._line_feeds > HIGHEST_LINE:
            raise FileRefusedError(
                "too_many_lines",
                f"It has more than {HIGHEST_LINE:,} lines.",
                "Split it into several files.",
            )

    def result(self) -> Inspection:
        if self._is_text and self._size and self._last != b"\n":
            raise self._cut_short()
        return Inspection(
            sha256=self.hash.hexdigest(),
            size=self._size,
            lines=self._line_feeds,
            first_line=self._first_line,
            has_quotes=self._has_quotes,
            has_mixed_line_ends=0 < self._line_ends < self._line_feeds,
        )

    def _cut_short(self) -> FileRefusedError:
        if self._carriage_returns and not self._line_feeds:
            return FileRefusedError(
                "line_ends",
                "Its lines end in a carriage return alone.",
                "End each line with a line feed (LF or CRLF) and send it again.",
                line=1,
            )
        return FileRefusedError(
            "final_newline",
            "Its last line has no line end, so that it may have been cut short.",
            "Have it sent again whole; every line, the last as well, ends in a line feed.",
            line=self._line_feeds + 1,
        )


def too_long(line: int) -> FileRefusedError:
    """Return the refusal of a file with a line beyond all measure."""
    return FileRefusedError(
        "line_length",
        f"It has a line longer than {LONGEST_LINE_BYTES:,} bytes.",
        "Check that it is a text file with a line per record.",
        line=line,
    )
