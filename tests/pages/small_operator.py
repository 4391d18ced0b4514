"""A published snapshot of an invented operator: every mart, few rows, all sums consistent.

The large facts are files that views read, as in a real snapshot: what looks for tables alone
does not see them. Two currencies, three months, three plans, two cycles; one reversal, late
usage, suspense, rejects. The rows are worked out by DuckDB from row numbers, so the file is the
same every time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from trunkline.large_facts import LARGE_FACTS
from trunkline.partitions import write_partitions
from trunkline.settings import Settings
from trunkline.snapshot_records import Partition, SnapshotRecord, write_record, write_whole
from trunkline.snapshots import quoted

BREAK_ONE = """
update fct_control_totals
set right_amount = right_amount - 125, amount_difference = 125, is_balanced = false
where control_key = (
    select min(control_key) from fct_control_totals where control = 'billed' and currency = 'KRW'
)
"""
LOADS = [(1, 3), (4, 4)]
NOW = datetime(2026, 7, 4, 18, 59, tzinfo=UTC)

TABLES = (Path(__file__).parent / "small_operator.sql").read_text(encoding="utf-8")


def publish(
    home: Path,
    snapshot_id: str = "20260704T185900Z",
    *,
    number: int = 1,
    empty: bool = False,
    broken: bool = False,
    kept: Iterable[str] = (),
    changes: Iterable[str] = (),
    watermark: int = 3,
) -> None:
    """Write the snapshot into a data home and put it in service.

    empty: marts without rows, but for those of `kept`. broken: one control total is 125 won off.
    changes: SQL that alters the marts before they are published. watermark: the last load read.
    """
    settings = Settings(home=home, keys_file=home / "keys.json")
    settings.snapshots.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as built:
        built.execute(TABLES)
        for change in [BREAK_ONE, *changes] if broken else changes:
            built.execute(change)
        names = built.execute("select table_name from duckdb_tables()").fetchall()
        counts: dict[str, int] = {}
        for (name,) in names:
            if empty and name not in kept:
                built.execute(f'delete from "{name}"')
            row = built.execute(f'select count(*) from "{name}"').fetchone()
            counts[name] = row[0] if row else 0
        partitions = {
            mart: write_partitions(settings, built, mart, LOADS, [])
            for mart in LARGE_FACTS
            if mart in counts
        }
        _write_marts(settings, snapshot_id, built, list(counts), partitions)
    record = SnapshotRecord(
        snapshot_id=snapshot_id,
        number=number,
        watermark=watermark,
        code_hash="abc",
        checks_passed=142,
        checks_total=142,
        published_at=NOW,
        as_of=NOW,
        month="2026-07",
        row_counts=counts,
        partitions=partitions,
    )
    write_record(settings.snapshots / f"{snapshot_id}.json", record)
    put_in_service(home, snapshot_id)


def _write_marts(
    settings: Settings,
    snapshot_id: str,
    built: duckdb.DuckDBPyConnection,
    names: list[str],
    partitions: dict[str, list[Partition]],
) -> None:
    """Write the file of the marts as `trunkline.snapshot_writer` does: tables and views."""
    path = settings.snapshots / f"{snapshot_id}.duckdb"
    built.execute(f"attach {quoted(str(path))} as snapshot")
    built.execute(f"set file_search_path = {quoted(str(settings.snapshots))}")
    for name in names:
        if name not in partitions:
            built.execute(f'create table snapshot.main."{name}" as from memory.main."{name}"')
    for mart, parts in partitions.items():
        files = ", ".join(
            quoted(f"partitions/{mart}/{part.content_hash}.parquet") for part in parts
        )
        built.execute(f'create view snapshot.main."{mart}" as from read_parquet([{files}])')
    built.execute("detach snapshot")


def put_in_service(home: Path, snapshot_id: str) -> None:
    """Move the pointer, as a publication or a rollback does."""
    write_whole(home / "snapshots" / "current.json", f'{{"snapshot_id": "{snapshot_id}"}}\n')
