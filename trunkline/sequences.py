"""Missing switch files: gaps in the file sequence of a producer, over counters that wrap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from trunkline.contract import load_contract
from trunkline.loads import LoadFile

WIDEST_HOLE = 10_000


@dataclass(frozen=True, order=True)
class Gap:
    """One file that a switch numbered and that no load brought."""

    producer: str
    sequence: int

    def __str__(self) -> str:
        return f"{self.producer}:{self.sequence}"


def find_gaps(loads: Iterable[Iterable[LoadFile]]) -> list[Gap]:
    """Return the missing files of each producer, over the files of all loads in their order.

    What lies before the first file ever landed, or after the last, cannot be known to be missing.
    """
    contract = load_contract()
    by_load: dict[tuple[str, str, str], list[list[int]]] = defaultdict(list)
    for load in loads:
        found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for file in load:
            if file.producer is not None and file.sequence is not None:
                found[(file.source, file.entity, file.producer)].append(file.sequence)
        for key, sequences in found.items():
            by_load[key].append(sequences)
    gaps = set()
    for (source, entity, producer), batches in by_load.items():
        identity = contract.entity(source, entity).file_identity
        wraps_after = identity.wraps_after if identity else None
        gaps |= {Gap(producer, sequence) for sequence in missing(batches, wraps_after)}
    return sorted(gaps)


def find_charged_gaps(loads: Iterable[Iterable[LoadFile]]) -> list[Gap]:
    """Return the missing files whose records would be charged: those that block a close.

    A lost file of the CRM or of cell counters is reported by the raw gate, but bills nobody.
    """
    charged = {
        (entity.source, entity.name)
        for entity in load_contract()
        if entity.file_identity and entity.file_identity.blocks_close
    }
    return find_gaps(
        [file for file in load if (file.source, file.entity) in charged] for load in loads
    )


def missing(batches: list[list[int]], wraps_after: int | None) -> list[int]:
    """Return the sequence numbers that are missing, in the order in which they were due.

    `batches` are the numbers of each load, in load order; after `wraps_after` a counter goes on
    with 1. A number is taken for the one of its residue that is nearest to the newest so far.
    A hole of more than WIDEST_HOLE numbers is a switch that was renumbered, or a damaged name:
    its first number stands for all of it, so that it blocks a close without filling the memory.

    >>> missing([[1, 2, 4]], None)
    [3]
    >>> missing([[998, 999, 2], [3]], 999)
    [1]
    """
    positions: set[int] = set()
    newest = None
    for batch in batches:
        for position in _unwrapped(sorted(set(batch)), newest, wraps_after):
            positions.add(position)
        newest = max(positions, default=None)
    absent = [
        position
        for before, after in pairwise(sorted(positions))
        for position in _hole(before + 1, after)
    ]
    return [_number(position, wraps_after) for position in absent]


def _hole(first: int, end: int) -> range:
    """Return the numbers of a hole; of one too wide to be lost files, the first for all."""
    return range(first, end if end - first <= WIDEST_HOLE else first + 1)


def _unwrapped(numbers: list[int], newest: int | None, wraps_after: int | None) -> list[int]:
    """Return positions on a counter that never wraps."""
    if wraps_after is None or not numbers:
        return numbers
    if newest is None:
        # The first load: the widest hole on the circle is where the numbers begin.
        following = [*numbers[1:], numbers[0] + wraps_after]
        holes = [after - before for before, after in zip(numbers, following, strict=True)]
        start = (holes.index(max(holes)) + 1) % len(numbers)
        begun = numbers[start]
        return [n if n >= begun else n + wraps_after for n in numbers]
    return [n + round((newest - n) / wraps_after) * wraps_after for n in numbers]


def _number(position: int, wraps_after: int | None) -> int:
    return position if wraps_after is None else (position - 1) % wraps_after + 1
