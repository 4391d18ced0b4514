"""Writing the file of one snapshot: the marts as tables, the large facts as relative views."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from trunkline.engine import engine_configuration
from trunkline.errors import TrunklineError
from trunkline.run_facts import refresh_run_facts
from trunkline.settings import Settings
from trunkline.snapshot_records import Partition, SnapshotRecord, sync_folder
from trunkline.snapshots import database_path, open_snapshot, quoted


class PublishError(TrunklineError):
    """What was written does not read back as what was built."""


def write_marts(
    settings: Settings,
    snapshot_id: str,
    tables: list[str],
    partitions: dict[str, list[Partition]],
) -> dict[str, int]:
    """Copy the tables into a file of their own, with relative views beside them; return counts."""
    final = database_path(settings, snapshot_id)
    aside = final.with_name(f"{final.name}.{os.getpid()}.partial")
    aside.unlink(missing_ok=True)
    counts: dict[str, int] = {}
    with duckdb.connect(str(aside), config=engine_configuration(settings)) as snapshot:
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


def read_back(settings: Settings, record: SnapshotRecord) -> None:
    """Open what was written the way a reader does, and count it."""
    with open_snapshot(settings, record.snapshot_id) as opened:
        for mart, expected in record.row_counts.items():
            row = opened.connection.execute(f'select count(*) from "{mart}"').fetchone()
            if row is None or row[0] != expected:
                raise PublishError(
                    f"{mart} reads back with {row and row[0]} rows of {expected}.",
                    "The last snapshot stays in service. Free disk space and run again.",
                )
