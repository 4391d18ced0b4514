"""Writing files whose bytes depend on nothing but their content."""

from __future__ import annotations

import csv
import io
import json
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

Row = dict[str, object]
GZIP_LEVEL = 1
# Deflate, no flags, time 0, no extra flags, unknown system: Python's own header names the system
# and differs between its versions.
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def gzip_bytes(content: bytes) -> bytes:
    """Return the content as one gzip member without time and name."""
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(content) + packer.flush()
    return b"".join(
        (_GZIP_HEADER, body, struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF))
    )


def csv_text(rows: Sequence[Row], columns: Sequence[str] | None = None) -> str:
    """Rows as CSV with a header; null is an empty field; every row has the same columns."""
    names = list(columns if columns is not None else rows[0])
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def write_csv(path: Path, rows: Sequence[Row], columns: Sequence[str] | None = None) -> None:
    """Write rows as a UTF-8 CSV file."""
    write_bytes(path, csv_text(rows, columns).encode())


def write_json(path: Path, content: object) -> None:
    """Write JSON as people read it, with a final newline."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_bytes(path, text.encode())
