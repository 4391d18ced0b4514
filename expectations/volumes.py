"""How much each producer sent before: what makes a load too small, too large or full of holes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trunkline.loads import LoadFile
from trunkline.sequences import Gap, find_gaps

RECENT_FILES = 28
FEWEST_FILES = 7
FEWEST_RECORDS = 200
"""Mean records a file below which counts say little."""

LOWEST_PERCENT, HIGHEST_PERCENT = 25, 400
MISSING_ALLOWED = 3


@dataclass(frozen=True)
class History:
    """What stands out in the files of one entity of a load."""

    unusual: list[str]
    """Producers whose mean file is far from their earlier ones, with both means."""
    missing: list[Gap]
    """Files that are newly known to be missing."""
    missing_allowed: int
    """Single lost files are for the close to judge; the gate stops losses by the dozen."""


def compare(earlier: Iterable[Sequence[LoadFile]], files: Sequence[LoadFile]) -> History:
    """Compare the files of one entity with those of the loads before, oldest first."""
    loads = list(earlier)
    before = find_gaps(loads)
    missing = sorted(set(find_gaps([*loads, files])) - set(before))
    return History(
        unusual=_unusual([file for load in loads for file in load], files),
        missing=missing,
        missing_allowed=max(MISSING_ALLOWED, len(files) // 5),
    )


def _unusual(earlier: list[LoadFile], files: Sequence[LoadFile]) -> list[str]:
    past, present = _by_producer(earlier), _by_producer(files)
    found = []
    for producer, counts in sorted(present.items()):
        recent = past.get(producer, [])[-RECENT_FILES:]
        if len(recent) < FEWEST_FILES:
            continue
        usual = sum(recent) // len(recent)
        now = sum(counts) // len(counts)
        if usual < FEWEST_RECORDS:
            continue
        if not LOWEST_PERCENT * usual <= 100 * now <= HIGHEST_PERCENT * usual:
            found.append(f"{producer} {now} records a file instead of {usual}")
    return found


def _by_producer(files: Iterable[LoadFile]) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = defaultdict(list)
    for file in files:
        if file.producer is not None:
            counts[file.producer].append(file.accepted)
    return counts
