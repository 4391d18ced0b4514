"""Publishing: from the built and checked warehouse to a snapshot that people may read.

The order makes it safe to be killed anywhere: event facts first (named by their content, in no
snapshot yet), then the file of marts under its final name, then its record, and last the pointer.
What a killed publisher leaves is named by nothing, and swept by the next.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from trunkline.errors import TrunklineError
from trunkline.faults import crash_point
from trunkline.loads import Manifest, committed_loads
from trunkline.partitions import EVENT_FACTS, group_loads, write_partitions
from trunkline.pointer import last_published_number, point_to
from trunkline.run_facts import refresh_run_facts
from trunkline.settings import Settings
from trunkline.snapshot_records import (
    Partition,
    SnapshotRecord,
    sync_folder,
    write_record,
)
from trunkline.snapshots import database_path, list_snapshots, open_snapshot, quoted
from trunkline.sweeping import sweep
from trunkline.warehouse import Standing, open_warehouse, project_folder, standing


class PublishError(TrunklineError):
    """What was written does not read back as what was built."""


@dataclass(frozen=True)
class Checks:
    """How many checks of the marts gate there were, and how many held."""

    passed: int
    total: int


def snapshot_of(settings: Settings, where: Standing) -> SnapshotRecord | None:
    """Return the snapshot of this load and code that was put in service, if it is still kept."""
    published = last_published_number(settings)
    for record in list_snapshots(settings):
        same = (record.watermark, record.code_hash) == (where.watermark, where.code_hash)
        if same and record.number <= published:
            return record
    return None


def publish(settings: Settings, checks: Checks) -> SnapshotRecord:
    """Publish the warehouse as a new snapshot and put it in service; return its record.

    Call it under the writer's lock. Raises WarehouseError unless all models stand at one load.
    """
    crash_point("publish.before_partitions")
    sweep(settings)
    earlier = list_snapshots(settings, removed=True)
    with open_warehouse(settings) as warehouse:
        where = standing(warehouse, project_folder())
        record = _describe(settings, where, checks, earlier)
        marts = _marts(warehouse)
        partitions = _write_event_facts(settings, warehouse, marts, where, earlier)
        crash_point("publish.before_snapshot")
        tables = [mart for mart in marts if mart not in partitions]
        counts = _write_marts(settings, warehouse, record.snapshot_id, tables, partitions)
    for mart, parts in partitions.items():
        counts[mart] = sum(part.rows for part in parts)
    record = replace(record, row_counts=dict(sorted(counts.items())), partitions=partitions)
    write_record(settings.snapshots / f"{record.snapshot_id}.json", record)
    _read_back(settings, record)
    crash_point("publish.before_pointer")
    point_to(settings, record.snapshot_id, reason="published")
    crash_point("publish.after_pointer")
    sweep(settings)
    return record


def _describe(
    settings: Settings, where: Standing, checks: Checks, earlier: list[SnapshotRecord]
) -> SnapshotRecord:
    now = settings.now()
    stem = f"{now:%Y%m%dT%H%M%SZ}"
    taken = {record.snapshot_id for record in earlier}
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    as_of = _landed_at(committed_loads(settings), where.watermark)
    return SnapshotRecord(
        snapshot_id=next(name for name in names if name not in taken),
        number=max((record.number for record in earlier), default=0) + 1,
        watermark=where.watermark,
        code_hash=where.code_hash,
        checks_passed=checks.passed,
        checks_total=checks.total,
        published_at=now,
        as_of=as_of,
        month=_month(settings, as_of or now),
    )


def _landed_at(loads: list[Manifest], watermark: int) -> datetime | None:
    return next((load.landed_at for load in reversed(loads) if load.load_seq == watermark), None)


def _month(settings: Settings, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(settings.zone)):%Y-%m}"


def _marts(warehouse: duckdb.DuckDBPyConnection) -> list[str]:
    return [
        name
        for (name,) in warehouse.execute(
            "select table_name from information_schema.tables where table_schema = 'main' "
            "and (table_name like 'dim\\_%' escape '\\' or table_name like 'fct\\_%' escape '\\') "
            "order by table_name"
        ).fetchall()
    ]


def _write_event_facts(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    marts: list[str],
    where: Standing,
    earlier: list[SnapshotRecord],
) -> dict[str, list[Partition]]:
    months = {
        load.load_seq: _month(settings, load.landed_at)
        for load in committed_loads(settings)
        if load.load_seq <= where.watermark
    }
    groups = group_loads(months)
    # Files written under other code are compared in full: a rule may have changed a column that
    # the fingerprint does not cover.
    same_code = [record for record in earlier if record.code_hash == where.code_hash]
    return {
        mart: write_partitions(
            settings,
            warehouse,
            mart,
            groups,
            [part for record in same_code for part in record.partitions.get(mart, [])],
        )
        for mart in EVENT_FACTS
        if mart in marts
    }


def _write_marts(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    snapshot_id: str,
    tables: list[str],
    partitions: dict[str, list[Partition]],
) -> dict[str, int]:
    """Copy the tables into a file of their own, with relative views beside them."""
    final = database_path(settings, snapshot_id)
    aside = final.with_name(f"{final.name}.{os.getpid()}.partial")
    aside.unlink(missing_ok=True)
    counts: dict[str, int] = {}
    with duckdb.connect(str(aside), config={"threads": 2}) as snapshot:
        snapshot.execute("set TimeZone = 'UTC'")
        snapshot.execute(f"set file_search_path = {quoted(str(settings.snapshots))}")
        snapshot.execute(f"attach {quoted(str(settings.warehouse_file))} as built (read_only)")
        for table in tables:
            snapshot.execute(f'create table "{table}" as from built.main."{table}"')
        snapshot.execute("detach built")
        refresh_run_facts(settings, snapshot, tables)
        for mart, parts in partitions.items():
            files = ", ".join(quoted(f"partitions/{mart}/{p.content_hash}.parquet") for p in parts)
            snapshot.execute(f'create view "{mart}" as from read_parquet([{files}])')
        for table in tables:
            row = snapshot.execute(f'select count(*) from "{table}"').fetchone()
            counts[table] = int(row[0]) if row else 0
        snapshot.execute("checkpoint")
    _put_in_place(aside, final)
    return counts


def _put_in_place(aside: Path, final: Path) -> None:
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.chmod(0o444)
    aside.rename(final)
    sync_folder(final.parent)


def _read_back(settings: Settings, record: SnapshotRecord) -> None:
    """Open what was written the way a reader does, and count it."""
    with open_snapshot(settings, record.snapshot_id) as opened:
        for mart, expected in record.row_counts.items():
            row = opened.connection.execute(f'select count(*) from "{mart}"').fetchone()
            if row is None or row[0] != expected:
                raise PublishError(
                    f"{mart} reads back with {row and row[0]} rows of {expected}.",
                    "The last snapshot stays in service. Free disk space and run again.",
                )
