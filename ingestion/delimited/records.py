"""Where records end in files whose contract allows a quoted field to hold line ends."""

from __future__ import annotations

from typing import Any

import numpy as np

# A record longer than this is taken for an unclosed quote, which must not swallow the file.
_MOST_LINES = 100


def record_ends(
    buffer: Any, first: int, ends: Any, numbers: Any, *, at_end: bool, lines_before: int
) -> tuple[Any, Any, int]:
    """Join the lines whose quotes are open with those that follow, until they close.

    Returns the ends of the records, the line on which each begins, and how many lines they take
    (``lines_before`` included). Lines at the end of a batch whose record goes on are left for the
    next one, unless it is the file's last. A quote that does not close within a hundred lines
    spoils the line it stands on, and that alone.
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
        keep[opened:closes] = False
        begins[opened + 1 : closes + 1] = False
        position += 2
    keep, begins = keep[:taken], begins[:taken]
    return ends[:taken][keep], numbers[:taken][begins], taken + lines_before
