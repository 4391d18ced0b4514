"""Rating the usage of a home aside by the real models, up to the rated events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from delivery.aside.home import make_home
from delivery.aside.usage import land_usage
from trunkline.dbt_runner import BuildError, call
from trunkline.settings import Settings

RATED = "fct_rated_usage"
LandMore = Callable[[Settings], None]


@dataclass(frozen=True)
class Rated:
    """Where the events rated aside stand: a warehouse, and the load in which they lie there."""

    warehouse_file: Path
    load_seq: int

    def attach(self, connection: duckdb.DuckDBPyConnection, name: str) -> str:
        """Attach the warehouse as `name`; return a query for its rated events, as `events` does."""
        connection.execute(f"detach database if exists {name}")
        path = str(self.warehouse_file).replace("'", "''")
        connection.execute(f"attach '{path}' as {name} (read_only)")
        return self.events(name, RATED)

    def events(self, name: str, model: str) -> str:
        """Return a query for a model with one row an event in the warehouse attached as `name`.

        It has `line_no` of the table `scope` beside the columns of the model.
        """
        return (
            f"(select told.*, told.event_id & 536870911 as line_no from {name}.{model} as told "
            f"where told.event_id >> 43 = {self.load_seq})"
        )


def rate_aside(
    settings: Settings,
    warehouse: duckdb.DuckDBPyConnection,
    name: str,
    known_at: int,
    land_more: LandMore | None = None,
    models: tuple[str, ...] = (RATED,),
) -> Rated:
    """Rate the events of the warehouse's temporary table `scope` in the home aside `name`.

    `scope` holds rows of fct_rated_usage and `line_no`, 1 for the earliest event_id. They are rated
    with what was known at load `known_at`, and with what `land_more` lands in that home before
    them, up to `models`. Raises BuildError when a model fails.
    """
    aside = make_home(settings, name, known_at)
    if land_more is not None:
        land_more(aside)
    load_seq = land_usage(aside, warehouse, settings)
    ended = call(
        aside,
        ["run", "--select", *(f"+{model}" for model in models)],
        environment={"TRUNKLINE_WATERMARK": str(load_seq)},
    )
    if ended.returncode != 0:
        said = "\n  ".join(ended.stdout.strip().splitlines()[-12:])
        raise BuildError(
            f"Rating aside failed:\n  {said}",
            "Nothing was changed; a model or the disk is at fault.",
        )
    return Rated(aside.warehouse_file, load_seq)
