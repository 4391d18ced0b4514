"""Query functions that only differ in their SQL."""

from __future__ import annotations

from typing import Protocol

import duckdb

from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer


class Listing(Protocol):
    """Rows under a choice, a page of them or all."""

    def __call__(
        self,
        viewer: Viewer,
        filters: Filters,
        connection: duckdb.DuckDBPyConnection,
        limit: int | None = None,
        offset: int = 0,
    ) -> Table:
        """The rows, with how many there are in all."""
        ...


def listing(module: str, name: str, sql: str, about: str) -> Listing:
    """A query function `module.name` that runs `sql`, a constant of the module.

    Module and name are part of the cache's key, so they must be those under which it is bound.
    """

    def query(
        viewer: Viewer,
        filters: Filters,
        connection: duckdb.DuckDBPyConnection,
        limit: int | None = None,
        offset: int = 0,
    ) -> Table:
        return run(viewer, connection, sql, filters.parameters(), limit=limit, offset=offset)

    query.__module__, query.__name__, query.__qualname__ = module, name, name
    query.__doc__ = about
    return query
