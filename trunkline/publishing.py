"""Publishing: from the built and checked warehouse to a snapshot that people may read.

The order makes it safe to be killed anywhere: large facts first (named by their content, in no
snapshot yet), then the file of marts under its final name, then its record, and last the pointer.
What a killed publisher leaves is named by nothing, and swept by the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import duckdb

from trunkline.faults import crash_point
from trunkline.figure_notes import holds_only_notes
from trunkline.large_facts import LARGE_FACTS
from trunkline.loads import Manifest, committed_loads
from trunkline.partitions import group_loads, write_partitions
from trunkline.pointer import last_published_number, point_to
from trunkline.settings import Settings
from trunkline.snapshot_records import Partition, SnapshotRecord, write_record
from trunkline.snapshot_writer import read_back, write_marts
from trunkline.snapshots import list_snapshots
from trunkline.sweeping import sweep
from trunkline.warehouse import Standing, open_warehouse, project_folder, standing


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
        partitions = _write_large_facts(settings, warehouse, marts, where, earlier)
        crash_point("publish.before_snapshot")
        tables = [mart for mart in marts if mart not in partitions]
        counts = write_marts(settings, record.snapshot_id, tables, partitions)
    for mart, parts in partitions.items():
        counts[mart] = sum(part.rows for part in parts)
    record = replace(record, row_counts=dict(sorted(counts.items())), partitions=partitions)
    write_record(settings.snapshots / f"{record.snapshot_id}.json", record)
    read_back(settings, record)
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
    """When the last load up to the watermark landed; a note does not make data newer."""
    read = [load for load in reversed(loads) if load.load_seq <= watermark]
    return next((load.landed_at for load in read if not holds_only_notes(load)), None)


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


def _write_large_facts(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    marts: list[str],
    where: Standing,
    earlier: list[SnapshotRecord],
) -> dict[str, list[Partition]]:
    months = {
        load.load_seq: _month(settings, load.landed_at)
        for load in committed_loads(settings)
        if 0 < load.load_seq <= where.watermark
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
        for mart in LARGE_FACTS
        if mart in marts
    }
