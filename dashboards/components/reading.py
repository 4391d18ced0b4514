"""From the pointer to rows: which snapshot a page shows, and the cache of what it read.

The pointer is read anew at each rerun, so a page that is open during a publication or a rollback
goes on working. Connections are cached by snapshot and closed when they fall out of the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import duckdb
import streamlit as st

from trunkline.queries.filters import Filters
from trunkline.queries.viewer import Viewer
from trunkline.run_log import read_lines
from trunkline.settings import Settings
from trunkline.snapshot_records import SnapshotRecord
from trunkline.snapshots import OpenSnapshot, current_snapshot_id, open_snapshot

# What a snapshot of an earlier version raises where it has no such table, or no such column.
LACKING = (duckdb.CatalogException, duckdb.BinderException)
# A page, its neighbours and one that a link names; each holds up to 512 MB when it works hard.
OPEN_SNAPSHOTS = 4
KEPT_RESULTS = 512


def _close(opened: OpenSnapshot) -> None:
    opened.close()


@st.cache_resource(max_entries=OPEN_SNAPSHOTS, on_release=_close, show_spinner=False)
def opened(home: str, snapshot_id: str) -> OpenSnapshot:
    """The snapshot, opened once per process. Raises NoSnapshotError, SnapshotRemovedError."""
    return open_snapshot(Settings.from_environment(), snapshot_id)


@dataclass(frozen=True)
class Reader:
    """Runs queries on one snapshot for one viewer."""

    home: str
    record: SnapshotRecord
    viewer: Viewer

    def ask(self, query: Callable[..., Any], filters: Filters, **more: Any) -> Any:
        """The answer of a query function; kept by snapshot, viewer, filters and arguments."""
        name = f"{query.__module__}.{query.__qualname__}"
        return _kept(
            name, self.home, self.record.snapshot_id, self.viewer, filters, more, _query=query
        )

    def ask_afresh(self, query: Callable[..., Any], filters: Filters, **more: Any) -> Any:
        """The same without the cache: for exports, whose rows nobody wants to keep in memory."""
        connection = opened(self.home, self.record.snapshot_id).connection
        return query(self.viewer, filters, connection, **more)


@st.cache_data(max_entries=KEPT_RESULTS, show_spinner=False)
def _kept(
    name: str,
    home: str,
    snapshot_id: str,
    viewer: Viewer,
    filters: Filters,
    more: dict[str, Any],
    _query: Callable[..., Any],
) -> Any:
    return _query(viewer, filters, opened(home, snapshot_id).connection, **more)


def reader_for(wanted: str | None, viewer: Viewer) -> Reader:
    """A reader of the wanted snapshot, or of the one in service now."""
    settings = Settings.from_environment()
    snapshot_id = wanted or current_snapshot_id(settings)
    home = str(settings.home)
    return Reader(home, opened(home, snapshot_id).record, viewer)


def snapshot_in_service() -> str:
    """The id that the pointer names at this moment."""
    return current_snapshot_id(Settings.from_environment())


@st.cache_data(ttl=10, max_entries=8, show_spinner=False)
def failed_step(home: str, published_at: str) -> dict[str, Any] | None:
    """The newest step of a run after the publication, if it failed: the snapshot is stale then.

    A close or a decision on suspense that was refused leaves no snapshot behind: it is no step of a
    run.
    """
    settings = Settings.from_environment()
    steps = read_lines(settings.run_log / "runs.ndjson")
    later = [
        step
        for step in steps
        if step.get("step") not in ("close", "suspense", "rerating")
        and str(step.get("started_at", "")) > published_at
    ]
    if later and later[-1].get("status") in ("failed", "killed"):
        return later[-1]
    return None
