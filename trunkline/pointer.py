"""The pointer: which snapshot is in service. One atomic rename changes it."""

from __future__ import annotations

import json
from typing import Any

from trunkline.settings import Settings
from trunkline.snapshot_records import SnapshotRecord, write_whole
from trunkline.snapshots import (
    NoSnapshotError,
    SnapshotRemovedError,
    database_path,
    find_snapshot,
    list_snapshots,
)


def point_to(settings: Settings, snapshot_id: str, *, reason: str) -> None:
    """Put a snapshot in service; readers that have another one open keep it."""
    records = list_snapshots(settings, removed=True)
    content = {
        "snapshot_id": snapshot_id,
        "last_number": max((record.number for record in records), default=0),
        "reason": reason,
        "changed_at": settings.now().isoformat(),
    }
    write_whole(settings.snapshots / "current.json", json.dumps(content) + "\n")


def last_published_number(settings: Settings) -> int:
    """Return the number of the last snapshot that was ever put in service, 0 before the first.

    A record with a higher number belongs to a publisher that was killed before the pointer.
    """
    try:
        text = (settings.snapshots / "current.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0
    content: dict[str, Any] = json.loads(text)
    return int(content["last_number"])


def roll_back(settings: Settings, snapshot_id: str) -> SnapshotRecord:
    """Put an earlier (or later) snapshot that is still kept in service again.

    It stays until the next publication, which only new data or new code brings about.
    """
    record = find_snapshot(settings, snapshot_id)
    if record.removed_at is not None:
        raise SnapshotRemovedError(record)
    if not database_path(settings, snapshot_id).exists():
        raise NoSnapshotError(
            f"The file of snapshot {snapshot_id} is missing.",
            "Choose another one from `trunkline snapshots`.",
        )
    point_to(settings, snapshot_id, reason="rolled back")
    return record
