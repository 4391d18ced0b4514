"""The macros for sources that send changes, complete exports or repeated records.

Rendered by themselves and run on DuckDB, so that each rule has its rows beside it; the marts that
use them say in their own unit tests what they make of them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest

MACROS = Path(__file__).resolve().parents[2] / "macros"
FOR_EVER = dt.datetime.fromisoformat("9999-12-31")


def moment(day: int) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-01-{day:02}")


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def render(file: str, call: str) -> str:
    """The SQL of a macro call; what dbt itself provides is stood in for."""
    environment = jinja2.Environment()
    environment.globals["end_of_time"] = lambda: "timestamp '9999-12-31 00:00:00'"
    environment.globals["ref"] = lambda name: name
    text = (MACROS / file).read_text("utf-8")
    return environment.from_string(text + "{{ " + call + " }}").render()


def rows(connection: duckdb.DuckDBPyConnection, columns: str, file: str, call: str) -> list[tuple]:
    return connection.execute(
        f"select {columns} from ({render(file, call)}) order by all"
    ).fetchall()


def changes(connection: duckdb.DuckDBPyConnection, *given: tuple[Any, ...]) -> None:
    """Changes in the order in which they arrived: key, state, day of the change."""
    connection.execute(
        "create table changes (row_id bigint, id text, state text, changed_at timestamp)"
    )
    for number, (key, state, day) in enumerate(given, start=1):
        connection.execute(
            "insert into changes values (?, ?, ?, ?)", [number, key, state, moment(day)]
        )


def test_the_newest_change_counts_in_whatever_order_they_arrive(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    changes(
        connection,
        ("late", "new", 5),
        ("late", "old", 3),
        ("twice", "first_line", 5),
        ("twice", "later_line", 5),
        ("taken_back", "active", 1),
        ("taken_back", "none", 2),
    )
    found = rows(connection, "id, state", "changes.sql", "latest_change('changes', ['id'])")
    assert found == [("late", "new"), ("taken_back", "none"), ("twice", "later_line")]


def test_a_late_change_takes_its_place_between_the_others(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    changes(connection, ("a", "one", 1), ("a", "three", 3), ("a", "two", 2), ("a", "deux", 2))
    found = rows(
        connection,
        "state, valid_from, valid_to",
        "changes.sql",
        "change_versions('changes', ['id'])",
    )
    assert found == [
        ("deux", moment(2), moment(3)),
        ("one", moment(1), moment(2)),
        ("three", moment(3), FOR_EVER),
    ]


@pytest.mark.parametrize(("which", "expected"), [("first", "one"), ("last", "two")])
def test_a_repeated_record_is_one(
    connection: duckdb.DuckDBPyConnection, which: str, expected: str
) -> None:
    changes(connection, ("a", "one", 2), ("a", "two", 1))
    call = f"one_record('changes', ['id'], '{which}')"
    assert rows(connection, "state", "changes.sql", call) == [(expected,)]


def test_what_the_newest_export_lacks_is_gone(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        create table stg_trunkline__load_files as from (values
            (1, 'crm', 'offers'), (2, 'crm', 'offers'), (3, 'crm', 'campaigns')
        ) as files (load_seq, source, entity);
        create table offers as from (values
            (1, 1, 'gone', 'old'), (2, 1, 'kept', 'old'),
            (3, 2, 'kept', 'new'), (4, 2, 'twice', 'first line'), (5, 2, 'twice', 'last line')
        ) as exported (row_id, load_seq, id, state)
        """
    )
    call = "latest_export('offers', 'crm', 'offers', ['id'])"
    found = rows(connection, "id, state", "full_exports.sql", call)
    # a later load of another entity says nothing of this one
    assert found == [("kept", "new"), ("twice", "last line")]


def test_an_empty_export_deletes_everything(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        """
        create table stg_trunkline__load_files as from (values
            (1, 'crm', 'offers'), (2, 'crm', 'offers')
        ) as files (load_seq, source, entity);
        create table offers as from (values (1, 1, 'gone', 'old'))
            as exported (row_id, load_seq, id, state)
        """
    )
    call = "latest_export('offers', 'crm', 'offers', ['id'])"
    assert rows(connection, "id", "full_exports.sql", call) == []
