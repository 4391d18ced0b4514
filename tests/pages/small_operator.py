"""A published snapshot of an invented operator: every mart, few rows, all sums consistent.

Two currencies, three months, three plans, two cycles; one reversal, late usage, suspense, rejects.
The rows are worked out by DuckDB from row numbers, so the file is the same every time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from trunkline.snapshot_records import SnapshotRecord, write_record, write_whole

BREAK_ONE = """
update fct_control_totals
set right_amount = right_amount - 125, amount_difference = 125, is_balanced = false
where control_key = (
    select min(control_key) from fct_control_totals where control = 'billed' and currency = 'KRW'
)
"""
NOW = datetime(2026, 7, 4, 18, 59, tzinfo=UTC)

TABLES = (Path(__file__).parent / "small_operator.sql").read_text(encoding="utf-8")


def publish(
    home: Path,
    snapshot_id: str = "20260704T185900Z",
    *,
    number: int = 1,
    empty: bool = False,
    broken: bool = False,
) -> None:
    """Write the snapshot into a data home and put it in service.

    empty: all marts without rows. broken: one control total is 125 won off.
    """
    folder = home / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    with duckdb.connect(str(folder / f"{snapshot_id}.duckdb")) as connection:
        connection.execute(TABLES)
        if broken:
            connection.execute(BREAK_ONE)
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
        for (name,) in names:
            if empty:
                connection.execute(f'delete from "{name}"')
            row = connection.execute(f'select count(*) from "{name}"').fetchone()
            counts[name] = row[0] if row else 0
    record = SnapshotRecord(
        snapshot_id=snapshot_id,
        number=number,
        watermark=3,
        code_hash="abc",
        checks_passed=142,
        checks_total=142,
        published_at=NOW,
        as_of=NOW,
        month="2026-07",
        row_counts=counts,
    )
    write_record(folder / f"{snapshot_id}.json", record)
    put_in_service(home, snapshot_id)


def put_in_service(home: Path, snapshot_id: str) -> None:
    """Move the pointer, as a publication or a rollback does."""
    write_whole(home / "snapshots" / "current.json", f'{{"snapshot_id": "{snapshot_id}"}}\n')
