"""Writes a few Python rows as a Parquet file with an entity's lake columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from trunkline.contract import Entity, lake_schema
from trunkline.landing.genesis import write_query

_ROWS_PER_STATEMENT = 500


def write_rows(
    entity: Entity,
    rows: Iterable[Mapping[str, Any]],
    file_no: int,
    new_file: Callable[[str, str], Path],
) -> Path | None:
    """Write rows given by column name, numbered from line 1; what a row does not name is null.

    Returns the file written; without rows there is none.

    Meant for the few rows that Trunkline itself lands (file records, closes), never for bulk.
    """
    numbered = list(enumerate(rows, start=1))
    if not numbered:
        return None
    schema = lake_schema(entity)
    definition = ", ".join(f'"{name}" {kind}' for name, kind in schema)
    row_of_parameters = f"({', '.join('?' for _ in schema)})"
    with duckdb.connect() as connection:
        connection.execute(f"create table landed ({definition})")
        for start in range(0, len(numbered), _ROWS_PER_STATEMENT):
            part = numbered[start : start + _ROWS_PER_STATEMENT]
            values: list[Any] = []
            for line_no, row in part:
                given = {**row, "file_no": file_no, "line_no": line_no}
                values.extend(_utc(given.get(name)) for name, _ in schema)
            places = ", ".join(row_of_parameters for _ in part)
            connection.execute(f"insert into landed values {places}", values)
        path = new_file(entity.source, entity.name)
        write_query(connection, "from landed order by line_no", path)
    return path


def _utc(value: Any) -> Any:
    """Give a time without its zone, as UTC: the lake's timestamps carry none."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value
