"""How much each producer sent before: what makes a load too small, too large or full of holes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median_low

from trunkline.loads import LoadFile
from trunkline.sequences import Gap, find_gaps

RECENT_FILES = 28
FEWEST_FILES = 7
FEWEST_RECORDS = 200
"""Mean records a file below which counts say little."""

LOWEST_PERCENT, HIGHEST_PERCENT = 25, 400
MISSING_ALLOWED = 3
FEWEST_LOADS = 4
FEWEST_ROWS = 20
"""Rows of a complete export below which one more or less is much."""
FEWEST_EVENTS = 100
"""Events of a load below which the newest of them may be of any day."""
LATE = timedelta(hours=72)


@dataclass(frozen=True)
class History:
    """What stands out in the files of one entity of a load."""

    unusual: list[str]
    """Producers whose mean file is far from their earlier ones, with both means."""
    missing: list[Gap]
    """Files that are newly known to be missing."""
    missing_allowed: int
    """Single lost files are for the close to judge; the gate stops losses by the dozen."""
    size_percent: int | None = None
    """Records a file, in percent of what is usual on this weekday; None while nothing is."""
    behind: str | None = None
    """By how much the newest event is older than any was on landing; None while nothing is."""


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


def size_percent(
    earlier: Iterable[tuple[datetime, Sequence[LoadFile]]], files: Sequence[LoadFile], now: datetime
) -> int | None:
    """Return the records a file of this load in percent of those of earlier loads.

    `earlier` has the moment and the files of each load. A complete export stands beside the last
    one. Others stand beside the loads of the same weekday, or beside all while those are few; the
    first load is left out, for it often brings a history.
    """
    brought = [(at, each) for at, each in earlier if each]
    if not files or not brought:
        return None
    if files[0].load_mode == "full":
        # an export may come in parts, and is complete only with all of them
        last, present = (sum(file.accepted for file in each) for each in (brought[-1][1], files))
        # nothing where there was something deletes it all, however little it was
        is_told = last >= FEWEST_ROWS or (last > 0 and present == 0)
        return 100 * present // last if is_told else None
    loads = [(at, _per_file(each)) for at, each in brought]
    same = [mean for at, mean in loads[1:] if at.weekday() == now.weekday()]
    means = same if len(same) >= FEWEST_LOADS else [mean for _, mean in loads[1:]]
    if len(means) < FEWEST_LOADS:
        return None
    usual = median_low(means)
    return 100 * _per_file(files) // usual if usual >= FEWEST_RECORDS else None


def behind(
    earlier: Iterable[tuple[datetime, Sequence[LoadFile]]], files: Sequence[LoadFile], now: datetime
) -> str | None:
    """Say by how many hours the newest event is older than those of earlier loads ever were.

    Empty is nothing to worry about; None is too little history.
    """
    ages = [age for at, each in earlier if (age := _age(at, each)) is not None]
    present = _age(now, files)
    if present is None or len(ages) < FEWEST_LOADS:
        return None
    return (
        "" if present <= max(ages) + LATE else f"{int(present.total_seconds()) // 3600} hours old"
    )


def _age(landed_at: datetime, files: Sequence[LoadFile]) -> timedelta | None:
    newest = newest_event(landed_at, files)
    if newest is None or sum(file.accepted for file in files) < FEWEST_EVENTS:
        return None
    return landed_at - newest


def newest_event(landed_at: datetime, files: Iterable[LoadFile]) -> datetime | None:
    """Return the newest event of files that tell of none after their landing, if there are such.

    One record with a clock years ahead would say that a load without anything new is fresh.
    """
    times = [file.last_event_at for file in files if file.last_event_at]
    aware = [time if time.tzinfo else time.replace(tzinfo=UTC) for time in times]
    return max([time for time in aware if time <= landed_at] or aware, default=None)


def _unusual(earlier: list[LoadFile], files: Sequence[LoadFile]) -> list[str]:
    past, present = _by_producer(earlier), _by_producer(files)
    found = []
    for producer, new in sorted(present.items()):
        recent = past.get(producer, [])[-RECENT_FILES:]
        if len(recent) < FEWEST_FILES or _per_file(recent) < FEWEST_RECORDS:
            continue
        # a first load may bring months in a file: neither by file nor by day may it be usual
        if not _is_usual(_per_file(new), _per_file(recent)) and not _is_usual(
            _per_day(new), _per_day(recent)
        ):
            found.append(
                f"{producer} {_per_file(new)} records a file instead of {_per_file(recent)}"
            )
    return found


def _is_usual(now: int, usual: int) -> bool:
    return LOWEST_PERCENT * usual <= 100 * now <= HIGHEST_PERCENT * usual


def _per_file(files: Sequence[LoadFile]) -> int:
    return sum(file.accepted for file in files) // len(files)


def _per_day(files: Sequence[LoadFile]) -> int:
    """Return the records of a day that a file covers; one that covers less counts as a day."""
    day = timedelta(days=1)
    days = 0
    for file in files:
        begun, ended = file.first_event_at, file.last_event_at
        days += max(1, -((begun - ended) // day)) if begun and ended else 1
    return sum(file.accepted for file in files) // days


def _by_producer(files: Iterable[LoadFile]) -> dict[str, list[LoadFile]]:
    found: dict[str, list[LoadFile]] = defaultdict(list)
    for file in files:
        if file.producer is not None:
            found[file.producer].append(file)
    return found
