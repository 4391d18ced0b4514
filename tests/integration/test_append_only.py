"""A finished run may be run again: the append-only models take nothing twice and lose nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest

from tests.bare_dbt import bare_dbt
from tests.integration.operator_history import Home, mart_digests

pytestmark = pytest.mark.slow

APPENDED = ["int_usage_duplicates", "int_usage_suspended", "fct_rated_usage"]


@pytest.fixture
def warehouse(tiny_home: Home, tmp_path: Path) -> Path:
    """A copy of the warehouse that stands at the last load."""
    return Path(shutil.copy(tiny_home.warehouse, tmp_path / "warehouse.duckdb"))


def dbt_run(
    home: Home, warehouse: Path, *words: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a bare dbt, which knows no code hash unless the environment names one."""
    return bare_dbt("run", *words, warehouse=warehouse, environment=home.environment(**environment))


def test_run_again_at_the_same_load_changes_nothing(tiny_home: Home, warehouse: Path) -> None:
    ended = dbt_run(tiny_home, warehouse)
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert mart_digests(warehouse) == mart_digests(tiny_home.warehouse)


def test_an_append_whose_record_was_lost_is_not_repeated(tiny_home: Home, warehouse: Path) -> None:
    """RATING.md section 5: without each model's own newest row, charges doubled."""
    with duckdb.connect(str(warehouse)) as connection:
        lost = connection.execute("delete from trunkline_builds").fetchone()[0]
    assert lost > 0
    ended = dbt_run(tiny_home, warehouse)
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert mart_digests(warehouse) == mart_digests(tiny_home.warehouse)


def test_a_bare_dbt_keeps_no_row_that_other_code_may_have_made(
    tiny_home: Home, warehouse: Path
) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        # built by a bare dbt before, by a model that counted wrongly
        connection.execute("update trunkline_builds set code_hash = ''")
        connection.execute("update fct_cell_hours set drops = drops + 1")
    ended = dbt_run(tiny_home, warehouse, "--select", "fct_cell_hours")
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert (
        mart_digests(warehouse)["fct_cell_hours"]
        == mart_digests(tiny_home.warehouse)["fct_cell_hours"]
    )


def test_there_and_back_in_another_zone_each_hour_is_of_one_local_day(
    tiny_home: Home, warehouse: Path
) -> None:
    """The first hours are of 31 December in New York, a day that Seoul does not have."""
    days = {}
    for zone in ("America/New_York", "Asia/Seoul"):
        ended = dbt_run(
            tiny_home, warehouse, "--select", "fct_cell_hours",
            TRUNKLINE_ZONE=zone, TRUNKLINE_CODE_HASH=f"the same in {zone}",
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout[-4000:]
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            days[zone], wrong = connection.execute(
                "select min(local_day), count(*) filter (local_day <> "
                "cast(timezone(?, timezone('UTC', hour_starts_at)) as date)) from fct_cell_hours",
                [zone],
            ).fetchone()
        assert wrong == 0, zone
    assert days["America/New_York"] < days["Asia/Seoul"]
    assert (
        mart_digests(warehouse)["fct_cell_hours"]
        == mart_digests(tiny_home.warehouse)["fct_cell_hours"]
    )


def test_full_refresh_of_one_model_of_the_chain_loses_nothing(
    tiny_home: Home, warehouse: Path
) -> None:
    """RATING.md section 5: a refresh of one model alone kept 709 of 1,631 rows."""
    ended = dbt_run(tiny_home, warehouse, "--full-refresh", "--select", *APPENDED)
    assert ended.returncode == 0, ended.stdout[-4000:]
    assert mart_digests(warehouse) == mart_digests(tiny_home.warehouse)


def test_open_periods_are_not_mixed_from_two_versions_of_the_rules(
    tiny_home: Home, warehouse: Path
) -> None:
    ended = dbt_run(tiny_home, warehouse, "--vars", "{rating_version: 3}")
    assert ended.returncode != 0
    assert "of open periods bear another rating_version than 3" in ended.stdout
    assert "Run `trunkline warehouse rebuild`" in ended.stdout
    assert (
        mart_digests(warehouse)["fct_rated_usage"]
        == mart_digests(tiny_home.warehouse)["fct_rated_usage"]
    )
