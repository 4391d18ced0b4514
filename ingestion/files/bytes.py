"""Reads the uncompressed bytes of a file in blocks, checking the compression as it goes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from trunkline.errors import FileRefusedError

# zstandard sets no bound to what one read yields, at most 32,768 times its input (128 MiB here);
# zlib does, so that it may be fed more.
_READ_BYTES = {"gz": 1 << 20, "zst": 1 << 12}
# The most memory that a file may ask for by its window; the format's own limit is far above.
_ZSTD_WINDOW_BYTES = 1 << 27
# The most that one read yields: a bomb is unpacked in small pieces, and refused by its line length.
_PIECE_BYTES = 8 << 20

_MAGIC = {"gz": b"\x1f\x8b", "zst": b"\x28\xb5\x2f\xfd"}


def read_blocks(path: Path, compression: str | None) -> Iterator[bytes]:
    """Yield the uncompressed bytes of a file in blocks of a few MiB.

    Raises FileRefusedError when the file is no such archive, is cut short, fails its checksum, or
    was taken away.
    """
    try:
        opened = path.open("rb")
    except FileNotFoundError as error:
        raise FileRefusedError(
            "still_written",
            "It was taken away before it was read.",
            "Leave a file where it lies until it has landed.",
        ) from error
    with opened as file:
        if compression is None:
            while block := file.read(_PIECE_BYTES):
                yield block
            return
        head = file.read(4)
        file.seek(0)
        if head and not head.startswith(_MAGIC[compression]):
            raise FileRefusedError(
                "compression",
                f"It ends in .{compression} but is no such archive.",
                "Name it by what it is.",
            )
        yield from _unpack(file, compression)


def _unpack(file: Any, compression: str) -> Iterator[bytes]:
    archive: Any = None
    try:
        while packed := file.read(_READ_BYTES[compression]):
            while packed:
                archive = archive or _new_archive(compression)
                yield from _pieces(archive, packed)
                packed = archive.unused_data if archive.eof else b""
                if archive.eof:
                    archive = None
    except (zlib.error, zstandard.ZstdError) as error:
        raise FileRefusedError(
            "checksum",
            f"Its compressed bytes are damaged ({error}).",
            "Have it sent again; nothing of it was taken.",
        ) from error
    if archive is not None:
        raise FileRefusedError(
            "truncated",
            "Its compressed bytes end too early.",
            "Have it sent again; nothing of it was taken.",
        )


def _pieces(archive: Any, packed: bytes) -> Iterator[bytes]:
    """Feed an archive and yield what comes out, in pieces of bounded size."""
    if isinstance(archive, _ZSTD_TYPE):
        if block := archive.decompress(packed):
            yield block
        return
    while packed and not archive.eof:
        if block := archive.decompress(packed, _PIECE_BYTES):
            yield block
        packed = archive.unconsumed_tail


def _new_archive(compression: str) -> Any:
    if compression == "gz":
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    return zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES).decompressobj()


_ZSTD_TYPE = type(_new_archive("zst"))
