"""Run a query with bound parameters and keep its rows exact."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Any

import duckdb

from trunkline.queries.viewer import Viewer

# No page may keep the machine busy for longer: RELIABILITY, attack 17.
LONGEST_SECONDS = 30.0
PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Table:
    """Rows of a query. `total_rows` counts what there is; `rows` may hold a page of it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total_rows: int

    def records(self) -> list[dict[str, Any]]:
        """Rows as dictionaries, in order; DECIMAL columns are `Decimal`."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def column(self, name: str) -> list[Any]:
        """One column, in order of the rows."""
        position = self.columns.index(name)
        return [row[position] for row in self.rows]


def run(
    viewer: Viewer,
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: dict[str, Any] | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Run `sql` (a constant of this package or of metrics.yml) for the viewer.

    Parameters are bound by name (`$month`), only those that the text names. With a limit one page
    comes back and `total_rows` is counted over all rows. Raises `NotAllowedError`, `duckdb.Error`
    (among them `InterruptException` after `LONGEST_SECONDS`).
    """
    viewer.require()
    given = parameters or {}
    bound = {name: given[name] for name in set(PARAMETER.findall(sql))}
    cursor = connection.cursor()
    timer = threading.Timer(LONGEST_SECONDS, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        if limit is None:
            paged = cursor.execute(sql, bound)
        else:
            page = f"select * from ({sql}) as page_of limit $page_rows offset $page_start"
            paged = cursor.execute(page, bound | {"page_rows": limit, "page_start": offset})
        columns = tuple(column[0] for column in paged.description or [])
        rows = tuple(tuple(row) for row in paged.fetchall())
        total_rows = len(rows)
        if limit is not None and (offset or len(rows) == limit):
            counted = cursor.execute(f"select count(*) from ({sql}) as counted", bound).fetchone()
            total_rows = counted[0] if counted else 0
        return Table(columns, rows, total_rows)
    finally:
        timer.cancel()
        cursor.close()
