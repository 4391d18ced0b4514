"""The record of a snapshot: what it holds, from which load and code, and what was checked."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Partition:
    """One immutable Parquet file of a large fact: the rows that stay since these loads."""

    first_load: int
    last_load: int
    rows: int
    fingerprint: str
    """Order-free digest of keys and charges: tells cheaply whether the rows are still the same."""
    content_hash: str
    """Digest of the rows in an order of their own; also the file's name."""


@dataclass(frozen=True)
class SnapshotRecord:
    """What one published snapshot is; times are UTC with zone."""

    snapshot_id: str
    number: int
    """Counts publications: the order of snapshots, whatever the clock did."""
    watermark: int
    code_hash: str
    checks_passed: int
    checks_total: int
    published_at: datetime
    as_of: datetime | None
    """When the last load of the watermark landed: the data's own clock."""
    month: str
    """Month of `as_of` in the operator's zone, `2026-10`; its last snapshot is kept."""
    row_counts: dict[str, int] = field(default_factory=dict)
    partitions: dict[str, list[Partition]] = field(default_factory=dict)
    removed_at: datetime | None = None


def read_record(path: Path) -> SnapshotRecord:
    """Read one `<id>.json`."""
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name in ("published_at", "as_of", "removed_at"):
        if values[name] is not None:
            values[name] = datetime.fromisoformat(values[name]).astimezone(UTC)
    values["partitions"] = {
        mart: [_partition(partition) for partition in partitions]
        for mart, partitions in values["partitions"].items()
    }
    return SnapshotRecord(**values)


def _partition(values: dict[str, Any]) -> Partition:
    # so written while events alone were divided into files
    earlier = {"first_rating_seq": "first_load", "last_rating_seq": "last_load"}
    return Partition(**{earlier.get(name, name): value for name, value in values.items()})


def write_record(path: Path, record: SnapshotRecord) -> None:
    """Put one `<id>.json` in place, whole or not at all."""
    values = asdict(record)
    for name in ("published_at", "as_of", "removed_at"):
        if values[name] is not None:
            values[name] = values[name].isoformat()
    write_whole(path, json.dumps(values, indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Replace a file by one synced rename: readers see the old text or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with aside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames within `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
