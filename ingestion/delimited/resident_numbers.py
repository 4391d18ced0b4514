"""Finds Korean resident registration numbers, which no file of the contract may hold.

Law lets hardly anybody process them (Personal Information Protection Act, article 24-2), so a file
with one is refused before anything of it is taken in.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from trunkline.errors import FileRefusedError
from trunkline.resident_numbers import RESIDENT_NUMBER

_ALONE = re.compile(rf"(?<![0-9A-Za-z]){RESIDENT_NUMBER}(?![0-9A-Za-z])".encode())
_BEFORE, _AFTER = 6, 7
# Around the hyphen of a date (2026-01-05) one of the first two of these is no digit.
_DIGITS_AT = (-5, 3, -6, -4, -3, -2, -1, 1, 2, 4, 5, 6, 7)


def resident_number_at(data: bytes, buffer: Any) -> int | None:
    """Return where the first resident number of a block stands, None when it has none."""
    hyphens = np.flatnonzero(buffer == 45)
    hyphens = hyphens[(hyphens >= _BEFORE) & (hyphens + _AFTER < len(buffer))]
    for offset in _DIGITS_AT:
        hyphens = hyphens[(buffer[hyphens + offset] - np.uint8(48)) < 10]
    for hyphen in hyphens.tolist():
        start = max(hyphen - _BEFORE - 1, 0)
        if _ALONE.search(data, start, hyphen + _AFTER + 2):
            return int(hyphen)
    return None


def resident_number_found(line: int) -> FileRefusedError:
    """Return the refusal of a file that holds a resident number; it never shows the number."""
    return FileRefusedError(
        "resident_number",
        "It holds what looks like a Korean resident registration number.",
        "Send it again without; then delete this copy, which must not be kept.",
        line=line,
    )
