"""What is kept of snapshots, and the removal of what nothing names.

Kept are the snapshot in service, the last seven, and the last one of each month. A snapshot that
somebody has open is left alone until a later sweep. The record of a removed one stays, so that a
link to it can say what it was.
"""

from __future__ import annotations

import fcntl
from dataclasses import replace
from pathlib import Path

from trunkline.pointer import last_published_number
from trunkline.settings import Settings
from trunkline.snapshot_records import SnapshotRecord, write_record
from trunkline.snapshots import (
    NoSnapshotError,
    current_snapshot_id,
    database_path,
    list_snapshots,
    partition_path,
)

KEPT = 7


def to_keep(records: list[SnapshotRecord], current_id: str | None) -> set[str]:
    """Return the ids to keep, of records given newest first."""
    kept = {record.snapshot_id for record in records[:KEPT]}
    months: set[str] = set()
    for record in records:
        if record.month not in months:
            months.add(record.month)
            kept.add(record.snapshot_id)
    return kept | ({current_id} if current_id else set())


def sweep(settings: Settings) -> list[str]:
    """Remove old snapshots and the leftovers of killed publishers; return the removed ids.

    Call it under the writer's lock: what is unnamed then belongs to nobody.
    """
    settings.snapshots.mkdir(parents=True, exist_ok=True)
    records = _drop_unpublished(settings)
    kept = to_keep(records, _current(settings))
    removed = [
        record.snapshot_id
        for record in records
        if record.snapshot_id not in kept and _remove(settings, record)
    ]
    _sweep_leftovers(settings)
    return removed


def _drop_unpublished(settings: Settings) -> list[SnapshotRecord]:
    """Forget what a publisher wrote and never put in service; return the other records."""
    published = last_published_number(settings)
    records = list_snapshots(settings)
    for record in records:
        if record.number > published:
            (settings.snapshots / f"{record.snapshot_id}.json").unlink()
    return [record for record in records if record.number <= published]


def _current(settings: Settings) -> str | None:
    try:
        return current_snapshot_id(settings)
    except NoSnapshotError:
        return None


def _remove(settings: Settings, record: SnapshotRecord) -> bool:
    """Remove one snapshot's file unless a reader holds it; its record says since when."""
    hold_path = settings.snapshots / "holds" / record.snapshot_id
    hold_path.parent.mkdir(parents=True, exist_ok=True)
    with hold_path.open("a", encoding="utf-8") as hold:
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        gone = replace(record, removed_at=settings.now())
        write_record(settings.snapshots / f"{record.snapshot_id}.json", gone)
        database_path(settings, record.snapshot_id).unlink(missing_ok=True)
    return True


def _sweep_leftovers(settings: Settings) -> None:
    """Remove half-written files, and files and partitions that no kept record names."""
    records = list_snapshots(settings)
    named: set[Path] = {database_path(settings, record.snapshot_id) for record in records}
    for record in records:
        for mart, parts in record.partitions.items():
            named |= {partition_path(settings, mart, part.content_hash) for part in parts}
    candidates = [
        *settings.snapshots.glob("*.partial*"),
        *settings.snapshots.glob("*.duckdb*"),
        *settings.snapshots.glob("partitions/*/*"),
    ]
    for path in candidates:
        if path not in named:
            path.unlink(missing_ok=True)
