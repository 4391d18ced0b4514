"""The bytes of a roaming file: all at once, since a length may reach to the end of it."""

from __future__ import annotations

from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from trunkline.errors import FileRefusedError

# Some hundred thousand events; partners send a file an hour or a day.
_MOST_BYTES = 256 << 20


def load_bytes(file: FoundFile) -> bytes:
    """Return the uncompressed bytes of a file; raise FileRefusedError beyond 256 MiB."""
    data = bytearray()
    for block in read_blocks(file.path, file.compression):
        data += block
        if len(data) > _MOST_BYTES:
            raise FileRefusedError(
                "ber_size",
                f"It is larger than {_MOST_BYTES >> 20} MiB.",
                "Have the partner send smaller files, or convert it to NDJSON.",
            )
    return bytes(data)
