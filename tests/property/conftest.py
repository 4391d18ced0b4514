"""One lake of all drawn worlds, built in three ways: load by load, by a drawn grouping, at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as draw

from ingestion.ingest import ingest
from tests.homes import pass_all
from tests.property.files import write_load
from tests.property.splits import Split, rows, splits
from tests.property.worlds import LOADS, World, worlds
from trunkline.dbt_runner import call
from trunkline.settings import Settings

WORLDS = 120
SPLITS = 60
READ = (
    "fct_rated_usage",
    "fct_rated_segments",
    "fct_allowance_draws",
    "fct_usage_adjustments",
    "fct_suspense",
    "fct_charges",
    "fct_event_changes",
)
"""What is compared; their parents are built with them."""
# Drawing only: what is drawn is judged together, in one lake, so there is nothing to shrink.
DRAWN = settings(
    max_examples=WORLDS,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True)
class Builds:
    """The worlds, and the warehouses that were built over their lake."""

    worlds: list[World]
    splits: list[Split]
    warehouses: dict[str, Path]

    def rows(self, query: str, warehouse: str = "at_once") -> list[tuple]:
        """Ask one of the warehouses."""
        with duckdb.connect(str(self.warehouses[warehouse]), read_only=True) as connection:
            return connection.execute(query).fetchall()


def drawn_worlds() -> list[World]:
    """The same worlds on every machine."""
    found: list[World] = []

    @DRAWN
    @given(worlds())
    def keep(world: World) -> None:
        found.append(world)

    keep()
    return found


def drawn_splits() -> list[Split]:
    """Calls that are parted, the same on every machine."""
    found: list[Split] = []

    @settings(DRAWN, max_examples=SPLITS)
    @given(splits())
    def keep(split: Split) -> None:
        found.append(split)

    keep()
    return found


def drawn_grouping() -> list[int]:
    """Loads at which to build: the last, and one or two before it."""
    found: list[list[int]] = []

    @settings(DRAWN, max_examples=10)
    @given(draw.sets(draw.integers(1, LOADS - 1), min_size=1, max_size=2))
    def keep(before: set[int]) -> None:
        found.append(sorted({*before, LOADS}))

    keep()
    return max(found)


@pytest.fixture(scope="session")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """All worlds in one lake, and that lake built in three ways."""
    folder = tmp_path_factory.mktemp("worlds")
    environment = {
        "TRUNKLINE_HOME": str(folder / "home"),
        "TRUNKLINE_KEYS": str(folder / "keys.json"),
        "TRUNKLINE_ZONE": "Asia/Seoul",
        "TRUNKLINE_NOW": "2026-05-01T00:00:00Z",
    }
    drawn, parted = drawn_worlds(), drawn_splits()
    given_settings = Settings.from_environment(environment)
    for load in range(1, LOADS + 1):
        beside = rows(parted) if load == 2 else iter(())
        write_load(drawn, load, given_settings.landing, beside)
        report = ingest(given_settings, pass_all)
        assert report.load_seq == load and report.exit_code == 0, report.sentences()
        assert sum(file.rejected for file in report.landed) == 0, report.sentences()
    groupings = {
        "load_by_load": list(range(1, LOADS + 1)),
        "grouped": drawn_grouping(),
        "at_once": [LOADS],
    }
    found = {}
    for name, watermarks in groupings.items():
        found[name] = folder / name / "warehouse.duckdb"
        found[name].parent.mkdir()
        for watermark in watermarks:
            ended = call(
                given_settings,
                ["run", "--select", *(f"+{model}" for model in READ)],
                environment={
                    "TRUNKLINE_WAREHOUSE": str(found[name]),
                    "TRUNKLINE_WATERMARK": str(watermark),
                },
            )
            assert ended.returncode == 0, ended.stdout[-4000:]
    return Builds(drawn, parted, found)
