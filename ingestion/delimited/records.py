"""Where records end in files whose contract allows a quoted field to hold line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

# A record longer than this is taken for an unclosed quote, which must not swallow the file. An
# e-mail with all that it answers to stays below it.
_MOST_LINES = 1000
_QUOTED = rb'"[^"]*(?:""[^"]*)*"'


@dataclass(frozen=True)
class RecordShape:
    """How many fields a record of the file has, and what parts them."""

    fields: int
    delimiter: bytes

    def fits(self, record: bytes) -> bool:
        """Say whether lines that were joined are one record: quotes hold whole fields alone."""
        sign = re.escape(self.delimiter)
        field = rb"(?:%b|[^\"\n%b]*)" % (_QUOTED, sign)
        pattern = rb"%b(?:%b%b){%d}\r?\n" % (field, sign, field, self.fields - 1)
        return re.fullmatch(pattern, record) is not None


def record_ends(
    data: bytes,
    buffer: Any,
    first: int,
    ends: Any,
    numbers: Any,
    shape: RecordShape,
    *,
    at_end: bool,
    lines_before: int,
) -> tuple[Any, Any, int]:
    """Join the lines whose quotes are open with those that follow, until they close.

    Returns the ends of the records, the line on which each begins, and how many lines they take
    (``lines_before`` included). Lines at the end of a batch whose record goes on are left for the
    next one, unless it is the file's last. A quote that does not close within a thousand lines, or
    only so that the record has another number of fields, spoils the line it stands on, and that
    alone: two stray quotes must not swallow what lies between them.
    """
    quotes = np.flatnonzero(buffer == 34)
    counts = np.searchsorted(quotes, ends) - np.searchsorted(quotes, first)
    odd = np.diff(counts, prepend=0) % 2 == 1
    keep = np.ones(len(ends), dtype=bool)
    begins = np.ones(len(ends), dtype=bool)
    taken = len(ends)
    index_of_odd = np.flatnonzero(odd).tolist()
    position = 0
    while position < len(index_of_odd):
        opened = index_of_odd[position]
        closes = index_of_odd[position + 1] if position + 1 < len(index_of_odd) else None
        last = closes if closes is not None else len(ends) - 1
        if last - opened >= _MOST_LINES or (closes is None and at_end):
            position += 1
            continue
        if closes is None:
            taken = opened
            break
        begin = first if opened == 0 else int(ends[opened - 1])
        if not shape.fits(data[begin : int(ends[closes])]):
            position += 1
            continue
        keep[opened:closes] = False
        begins[opened + 1 : closes + 1] = False
        position += 2
    keep, begins = keep[:taken], begins[:taken]
    return ends[:taken][keep], numbers[:taken][begins], taken + lines_before
