"""A copy of a built warehouse that may be damaged, and what the marts gate says of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from expectations.suite import Suite, measure, verdicts
from expectations.suites.marts import marts_suites


def copied(warehouse: Path, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a copy of the marts and registers without constraints, so that any damage fits."""
    with duckdb.connect(str(folder / "damaged.duckdb")) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        for name, kind in connection.execute(
            "select table_name, table_type from information_schema.tables "
            "where table_catalog = 'built' "
            "and regexp_matches(table_name, '^(dim|fct)_|register_inv')"
        ).fetchall():
            if kind == "BASE TABLE" or name.startswith("stg_"):
                connection.execute(f'create table main."{name}" as from built.main."{name}"')
        connection.execute("detach built")
        yield connection
    shutil.rmtree(folder, ignore_errors=True)


def suites(connection: duckdb.DuckDBPyConnection) -> list[Suite]:
    """Return the suites for a warehouse that stands at its newest load."""
    row = connection.execute("select max(load_seq) from fct_load_files").fetchone()
    assert row is not None
    return marts_suites(int(row[0]))


def failures_of(connection: duckdb.DuckDBPyConnection, expected: list[Suite]) -> set[str]:
    """Return the names of the checks that do not hold, without their suite's."""
    checks = [check for suite in expected for check in verdicts(suite, measure(connection, suite))]
    return {check.name.rsplit(".", 1)[1] for check in checks if not check.success}
