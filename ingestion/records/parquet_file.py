"""Parquet files: their columns by type, their rows as the texts that every record is checked in."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from ingestion.delimited.header import Layout, match_columns
from ingestion.fields.quoting import identifier, literal, text_of
from ingestion.fields.texts import filled_sql
from ingestion.files.found import FoundFile
from ingestion.records.candidate import Candidate
from ingestion.records.query import RecordQuery
from trunkline.contract import Column
from trunkline.disk_space import says_disk_is_full
from trunkline.errors import FileRefusedError

_PATTERN_SIGN = re.compile(r"[*?\[]")
# What DuckDB adds to the columns of a file, and refuses to where it has one of the name.
_ROW_NUMBER = "file_row_number"
# Faults of our own statements, which no file has brought about.
_OF_A_STATEMENT = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_UNSIGNED = tuple(f"U{name}" for name in _WHOLE)
_TAKES = {
    "text": ("VARCHAR",),
    "integer": ("VARCHAR", *_WHOLE, *_UNSIGNED),
    "decimal": ("VARCHAR", "DECIMAL", *_WHOLE),
    "date": ("VARCHAR", "DATE"),
    "boolean": ("VARCHAR", "BOOLEAN"),
    "timestamp": ("VARCHAR", "TIMESTAMP WITH TIME ZONE"),
    "local timestamp": ("VARCHAR", "TIMESTAMP"),
}


def read_parquet_layout(file: FoundFile) -> tuple[Layout, int]:
    """Return the layout and row count of a Parquet file.

    Raises FileRefusedError when it is no Parquet file, when its columns do not match the contract,
    or when a column's type cannot carry the values exactly (floating point, a time without zone).
    """
    with duckdb.connect() as connection:
        try:
            path = {"path": _path_of(file)}
            described = connection.execute("describe from read_parquet($path)", path).fetchall()
            counted = connection.execute("select count(*) from read_parquet($path)", path)
            count = int(counted.fetchall()[0][0])
        except duckdb.Error as error:
            raise FileRefusedError(
                "parquet",
                f"It cannot be read as Parquet ({str(error).splitlines()[0]}).",
                "Write it anew and send it again.",
            ) from error
    types = {row[0]: row[1] for row in described}
    if _ROW_NUMBER in (name.lower() for name in types):
        raise FileRefusedError(
            "column_name",
            f"It has a column {_ROW_NUMBER}, as the number of each row is called here.",
            "Leave the column out or rename it, and send the file again.",
            field=_ROW_NUMBER,
        )
    layout = match_columns(file.entity, tuple(types))
    for column in file.entity.columns:
        if column.name in types:
            _check_type(column, types[column.name])
    return layout, count


def rows_refused(file: FoundFile, error: duckdb.Error, work: Path) -> FileRefusedError | None:
    """Return why a file is refused whose rows cannot be read; None where the fault is not its own.

    What is written to the folder ``work``, and the memory, are the machine's. The error's own words
    may quote a value: only its kind is named.
    """
    if isinstance(error, duckdb.OutOfMemoryException) or str(work) in str(error):
        return None
    if says_disk_is_full(error):
        return None
    if file.has_changed():
        return FileRefusedError(
            "still_written",
            "It was changed while it was being read.",
            "Send it again once it is complete.",
        )
    if isinstance(error, _OF_A_STATEMENT):
        return None
    return FileRefusedError(
        "parquet",
        f"Its rows cannot be read to their end ({type(error).__name__}): its pages are damaged.",
        "Write it anew and send it again; nothing of it was taken.",
    )


def parquet_texts(
    connection: duckdb.DuckDBPyConnection, candidate: Candidate, query: RecordQuery
) -> str:
    """Return the query for each field's text of a Parquet file; a row's number is its line."""
    path = literal(_path_of(candidate.file))
    described = connection.execute(f"describe from read_parquet({path})").fetchall()
    types = {row[0]: row[1] for row in described}
    shown = ", ".join(
        f"{filled_sql(column, _text(column, types.get(column.name)))} as {text_of(column.name)}"
        for column in query.entity.columns
    )
    width = len(query.layout.names)
    return (
        f"select cast({candidate.file_no} as integer) as file_no, file_row_number + 1 as line_no,"
        f" cast(to_json(row_of_file) as varchar) as line, {width} as width, {shown}"
        f" from read_parquet({path}, file_row_number = true) as row_of_file"
    )


def parquet_aside(layout: Layout, candidate: Candidate) -> str:
    """Return the query for the values of a Parquet file's unknown columns, one row each."""
    path = literal(_path_of(candidate.file))
    names = ", ".join(literal(name) for name in layout.unknown)
    values = ", ".join(f"cast({identifier(name)} as varchar)" for name in layout.unknown)
    return (
        f"select cast({candidate.file_no} as integer) as file_no, file_row_number + 1 as line_no,"
        f" unnest([{names}]) as field, unnest([{values}]) as value"
        f" from read_parquet({path}, file_row_number = true)"
    )


def _path_of(file: FoundFile) -> str:
    """Return the path as DuckDB takes it for this file alone: it reads names as patterns."""
    return _PATTERN_SIGN.sub(r"[\g<0>]", str(file.path))


def _check_type(column: Column, found: str) -> None:
    wanted = column.type.partition("(")[0]
    if column.type == "timestamp" and column.zone == "source":
        wanted = "local timestamp"
    if found.partition("(")[0] not in _TAKES[wanted]:
        raise FileRefusedError(
            "column_type",
            f"Its column {column.name} has the type {found}, which does not carry a {wanted} "
            "exactly.",
            f"Write it as {' or '.join(_TAKES[wanted])}.",
            field=column.name,
        )


def _text(column: Column, found: str | None) -> str:
    if found is None:
        return "cast(null as varchar)"
    name = identifier(column.name)
    if found == "TIMESTAMP WITH TIME ZONE":
        # The session's zone is UTC.
        return f"strftime(cast({name} as timestamp), '%Y-%m-%dT%H:%M:%S.%fZ')"
    if found == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%d %H:%M:%S.%f')"
    return f"nullif(cast({name} as varchar), '')"
