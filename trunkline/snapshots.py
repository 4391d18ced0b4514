"""Published snapshots: what people see, read-only, and held while somebody reads it.

`snapshots/` of the home holds, per snapshot, `<id>.json` (the record), `<id>.duckdb` (the marts)
and `holds/<id>` (a lock file); `partitions/<mart>/<hash>.parquet` are large facts that snapshots
share; `current.json` names the snapshot in service and is only ever replaced whole.

A file is never replaced under its name, so a second `connect()` can never meet an old instance.
A reader locks `holds/<id>` for as long as it is open: what it reads is not removed meanwhile.
Views of large facts name their files absolutely and are made when a snapshot is opened: DuckDB
checks `allowed_paths` before it resolves a relative path, so a stored view could be either
movable or locked down, not both. Inside `<id>.duckdb` the same views stand with relative paths,
for whoever opens the file by hand from within `snapshots/`.
"""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import duckdb

from trunkline.errors import TrunklineError
from trunkline.settings import Settings
from trunkline.snapshot_records import SnapshotRecord, read_record

READER_CONFIGURATION: dict[str, Any] = {
    "memory_limit": "512MB",
    "threads": 2,
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
}


class NoSnapshotError(TrunklineError):
    """Nothing was published yet."""


class SnapshotRemovedError(TrunklineError):
    """The snapshot asked for existed and was removed; `record` says what it was."""

    def __init__(self, record: SnapshotRecord) -> None:
        self.record = record
        super().__init__(
            f"Snapshot {record.snapshot_id} (load {record.watermark}, published "
            f"{record.published_at:%Y-%m-%d %H:%M} UTC) was removed: the last seven and each "
            "month-end are kept.",
            "List those that are left with `trunkline snapshots`.",
        )


def current_snapshot_id(settings: Settings) -> str:
    """Return the id that the pointer names; NoSnapshotError before the first publication."""
    try:
        text = (settings.snapshots / "current.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NoSnapshotError(
            "Nothing is published yet.", "Run `trunkline run` (or `make demo`) first."
        ) from None
    return str(json.loads(text)["snapshot_id"])


def find_snapshot(settings: Settings, snapshot_id: str | None = None) -> SnapshotRecord:
    """Return the record of one snapshot, removed ones included; None asks for the current."""
    wanted = snapshot_id or current_snapshot_id(settings)
    path = settings.snapshots / f"{wanted}.json"
    if not wanted.replace("-", "").isalnum() or not path.exists():
        raise NoSnapshotError(
            f"There is no snapshot {wanted!r}.", "List them with `trunkline snapshots`."
        )
    return read_record(path)


def list_snapshots(settings: Settings, *, removed: bool = False) -> list[SnapshotRecord]:
    """Return the records of all snapshots, newest first; removed ones only when asked for."""
    paths = [path for path in settings.snapshots.glob("*.json") if path.name != "current.json"]
    records = sorted((read_record(path) for path in paths), key=lambda record: -record.number)
    return [record for record in records if removed or record.removed_at is None]


@dataclass
class OpenSnapshot:
    """One snapshot, opened for reading: its record and a locked-down connection.

    `connection` sees every mart under its own name (`select … from fct_invoices`). Give each
    thread a `connection.cursor()`. Close it, or use it as a context manager.
    """

    record: SnapshotRecord
    connection: duckdb.DuckDBPyConnection
    hold: TextIO

    def close(self) -> None:
        """Close the connection, then let go of the snapshot."""
        self.connection.close()
        self.hold.close()

    def __enter__(self) -> OpenSnapshot:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_snapshot(settings: Settings, snapshot_id: str | None = None) -> OpenSnapshot:
    """Open a snapshot read-only and hold it; without an id the one in service now.

    Raises NoSnapshotError (nothing published, or no such id) and SnapshotRemovedError.
    """
    for _ in range(10):
        record = find_snapshot(settings, snapshot_id)
        if record.removed_at is not None:
            if snapshot_id is None:
                continue  # removed between reading the pointer and the record: read again
            raise SnapshotRemovedError(record)
        hold = _hold(settings, record.snapshot_id)
        if database_path(settings, record.snapshot_id).exists():
            return OpenSnapshot(record, _connect(settings, record), hold)
        hold.close()
    raise SnapshotRemovedError(find_snapshot(settings, snapshot_id))


def database_path(settings: Settings, snapshot_id: str) -> Path:
    """Return the DuckDB file of a snapshot."""
    return settings.snapshots / f"{snapshot_id}.duckdb"


def partition_path(settings: Settings, mart: str, content_hash: str) -> Path:
    """Return the Parquet file that holds the rows with this hash."""
    return settings.snapshots / "partitions" / mart / f"{content_hash}.parquet"


def _hold(settings: Settings, snapshot_id: str) -> TextIO:
    path = settings.snapshots / "holds" / snapshot_id
    path.parent.mkdir(parents=True, exist_ok=True)
    hold = path.open("a", encoding="utf-8")
    fcntl.flock(hold, fcntl.LOCK_SH)
    return hold


def _connect(settings: Settings, record: SnapshotRecord) -> duckdb.DuckDBPyConnection:
    """Attach the file to an instance of its own and lock that instance down."""
    connection = duckdb.connect(":memory:", config=READER_CONFIGURATION)
    connection.execute("set TimeZone = 'UTC'")
    source = quoted(str(database_path(settings, record.snapshot_id).resolve()))
    connection.execute(f"attach {source} as snapshot (read_only)")
    readable = []
    for (table,) in connection.execute(
        "select table_name from duckdb_tables() where database_name = 'snapshot'"
    ).fetchall():
        connection.execute(f'create view main."{table}" as from snapshot.main."{table}"')
    for mart, partitions in record.partitions.items():
        files = [
            str(partition_path(settings, mart, partition.content_hash).resolve())
            for partition in partitions
        ]
        listed = ", ".join(quoted(file) for file in files)
        connection.execute(f'create view main."{mart}" as from read_parquet([{listed}])')
        readable += files
    listed = ", ".join(quoted(file) for file in readable)
    connection.execute(f"set allowed_paths = [{listed}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def quoted(text: str) -> str:
    """Return `text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
