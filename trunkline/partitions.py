"""The large facts of a snapshot as immutable Parquet files, one per load or per finished month.

Which rows share a file follows from the lake alone: the loads of the month of the last load have
a file each, the loads of every earlier month share one (that is the compaction at month-end). What
is not billed yet may still change and has a file of its own. A file is named by the digest of its
rows in an order of their own: the same rows are the same file in every snapshot, and publishing
writes only files that no snapshot has yet.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import duckdb

from trunkline.large_facts import LARGE_FACTS, UNFINISHED, LargeFact
from trunkline.settings import Settings
from trunkline.snapshot_records import Partition, sync_folder
from trunkline.snapshots import partition_path, quoted

ROWS_AT_ONCE = 2_000_000


def group_loads(months: dict[int, str]) -> list[tuple[int, int]]:
    """Return the first and last load of each file, in order, for loads and their month.

    A load that landed by a clock which was set back belongs to the month of the load before it.

    >>> group_loads({1: "2026-08", 2: "2026-08", 3: "2026-09", 4: "2026-08"})
    [(1, 2), (3, 3), (4, 4)]
    """
    by_month: dict[str, list[int]] = defaultdict(list)
    latest = ""
    for load_seq in sorted(months):
        latest = max(latest, months[load_seq])
        by_month[latest].append(load_seq)
    running = by_month.pop(latest, [])
    finished = [(loads[0], loads[-1]) for loads in by_month.values()]
    return finished + [(load_seq, load_seq) for load_seq in running]


def write_partitions(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    mart: str,
    groups: Iterable[tuple[int, int]],
    known: Iterable[Partition],
) -> list[Partition]:
    """Write the files of one large fact that no snapshot has yet; return all it consists of.

    `warehouse` is open on the built file; `known` are the partitions of earlier snapshots. A
    known file is taken when its count and fingerprint of keys and charges are today's: that
    costs one pass over a few columns, and notices a build that changed open periods.
    """
    fact = LARGE_FACTS[mart]
    fingerprints = _fingerprints(warehouse, mart, fact)
    reusable = {(p.first_load, p.last_load, p.rows, p.fingerprint): p for p in known}
    partitions = []
    for first, last in [(UNFINISHED, UNFINISHED), *groups]:
        found = [fingerprints[seq] for seq in fingerprints if first <= seq <= last]
        if not found:
            continue
        rows = sum(count for count, _ in found)
        mixed = 0
        for _, digest in found:
            mixed ^= digest
        fingerprint = f"{mixed:016x}"
        old = reusable.get((first, last, rows, fingerprint))
        if old is not None and partition_path(settings, mart, old.content_hash).exists():
            partitions.append(old)
            continue
        condition = f"{fact.load} between {first} and {last}"
        content_hash = _write(settings, warehouse, mart, condition, rows)
        partitions.append(Partition(first, last, rows, fingerprint, content_hash))
    if sum(partition.rows for partition in partitions) != sum(n for n, _ in fingerprints.values()):
        raise ValueError(
            f"{mart} holds rows of a load that is not in the lake: the warehouse belongs to "
            "another lake. Run `trunkline warehouse rebuild`."
        )
    if not partitions:
        # A view needs a file to know its columns by.
        empty = _write(settings, warehouse, mart, "false", 0)
        partitions.append(Partition(0, 0, 0, f"{0:016x}", empty))
    return partitions


def _fingerprints(
    warehouse: duckdb.DuckDBPyConnection, mart: str, fact: LargeFact
) -> dict[int, tuple[int, int]]:
    """Return count and order-free digest of the rows of each load."""
    return {
        int(load_seq): (int(count), int(digest))
        for load_seq, count, digest in warehouse.execute(
            f"select {fact.load}, count(*), bit_xor(hash({fact.changing})) from {mart} group by all"
        ).fetchall()
    }


def _write(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    mart: str,
    condition: str,
    rows: int,
) -> str:
    """Write the rows under a condition to the file named by their digest; return the digest."""
    fact = LARGE_FACTS[mart]
    rows_sql = f"(select * from {mart} where {condition})"
    content_hash = content_hash_of(warehouse, rows_sql, fact)
    path = partition_path(settings, mart, content_hash)
    if path.exists():
        return content_hash
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{content_hash}.{os.getpid()}.partial")
    warehouse.execute(
        f"copy (select * from {rows_sql} order by {fact.sort}) to {quoted(str(aside))} "
        "(format parquet, compression zstd)"
    )
    _check(warehouse, aside, rows)
    aside.chmod(0o444)
    _sync(aside)
    aside.rename(path)
    sync_folder(path.parent)
    return content_hash


def content_hash_of(connection: duckdb.DuckDBPyConnection, rows_sql: str, fact: LargeFact) -> str:
    """Return the digest of columns and of rows in the order of their numbers (SHA-256, 32 digits).

    A row's hash does not know its columns' names, and no rows have none: so those come first. Rows
    are taken in blocks of numbers, and some blocks at a time: an ordered text cannot spill.
    """
    number, bits = fact.number, fact.block_bits
    columns = connection.execute(f"select * from {rows_sql} limit 0").description or []
    counts = connection.execute(
        f"select {number} >> {bits}, count(*) from {rows_sql} group by all order by 1"
    ).fetchall()
    hashes = [f"{name} {kind}" for name, kind, *_ in columns]
    for first, last in _some_at_a_time(counts):
        hashes += [
            str(block_hash)
            for (block_hash,) in connection.execute(
                f"select sha256(string_agg(cast(hash(fact) as varchar), ',' order by {number})) "
                f"from {rows_sql} as fact where {number} >= {first << bits} "
                f"and {number} < {(last + 1) << bits} "
                f"group by {number} >> {bits} order by {number} >> {bits}"
            ).fetchall()
        ]
    return hashlib.sha256(",".join(hashes).encode()).hexdigest()[:32]


def _some_at_a_time(counts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return first and last block of as many neighbours as hold ROWS_AT_ONCE rows, at least one.

    >>> _some_at_a_time([(0, 10), (1, 2_000_000), (7, 5)])
    [(0, 0), (1, 1), (7, 7)]
    """
    spans: list[tuple[int, int]] = []
    rows = ROWS_AT_ONCE
    for block, count in counts:
        rows += count
        if rows > ROWS_AT_ONCE:
            spans.append((block, block))
            rows = count
        else:
            spans[-1] = (spans[-1][0], block)
    return spans


def _check(connection: duckdb.DuckDBPyConnection, path: Path, rows: int) -> None:
    """Count what lies on the disk: a full disk must not leave a short file under a good name."""
    row = connection.execute(f"select count(*) from read_parquet({quoted(str(path))})").fetchone()
    if row is None or row[0] != rows:
        raise OSError(f"{path.name} holds {row and row[0]} rows of {rows}: is the disk full?")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
