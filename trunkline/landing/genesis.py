"""Load 0: an empty, typed Parquet file per entity, so that every reader finds one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from trunkline.contract import Contract, Entity, lake_schema, load_contract
from trunkline.durable_files import sync, write_durably
from trunkline.loads import Manifest, manifest_path
from trunkline.settings import Settings

# Columns of many values (record ids, keys) are written plain: trying to make a dictionary of them
# first costs a seventh of a landing's time and saves 2 % of its size. Nobody reads Bloom filters.
_PARQUET_OPTIONS = (
    "format parquet, compression zstd, compression_level 1, dictionary_size_limit 2000,"
    " write_bloom_filter false"
)


def ensure_lake(settings: Settings, contract: Contract | None = None) -> None:
    """Create the folders and load 0; add the empty file of an entity that is new or has changed.

    The file's name carries a hash of the columns: a later version of an entity adds a second empty
    file, from which readers by name learn the new columns. Nothing that stands is touched.
    """
    settings.make_folders()
    connection: duckdb.DuckDBPyConnection | None = None
    for entity in contract or load_contract():
        path = genesis_file(settings, entity)
        if path.exists():
            continue
        connection = connection or duckdb.connect()
        _write_empty(connection, entity, path)
    if connection is not None:
        connection.close()
    if not manifest_path(settings, 0).exists():
        manifest = Manifest(load_seq=0, kind="genesis", landed_at=settings.now())
        write_durably(manifest_path(settings, 0), manifest.to_json())


def genesis_file(settings: Settings, entity: Entity) -> Path:
    """Return where the empty file of an entity's present columns lies."""
    columns = hashlib.sha256(repr(lake_schema(entity)).encode()).hexdigest()[:12]
    folder = settings.lake / entity.source / entity.name / "load=0"
    return folder / f"genesis-{columns}.parquet"


def write_query(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    path: Path,
    parameters: Mapping[str, Any] | None = None,
) -> int:
    """Write the rows of a query to a Parquet file; return how many there were."""
    target = str(path).replace("'", "''")
    statement = f"copy ({query}) to '{target}' ({_PARQUET_OPTIONS})"
    written = connection.execute(statement, dict(parameters or {})).fetchall()
    return int(written[0][0])


def _write_empty(connection: duckdb.DuckDBPyConnection, entity: Entity, path: Path) -> None:
    columns = ", ".join(f'cast(null as {kind}) as "{name}"' for name, kind in lake_schema(entity))
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.tmp")
    write_query(connection, f"select {columns} where false", aside)
    sync(aside)
    aside.replace(path)
    sync(path.parent)
