"""Invariant 3: over one lake, any grouping of runs gives the same marts, bit for bit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bare_dbt import bare_dbt
from tests.integration.operator_history import Home, mart_digests

pytestmark = pytest.mark.slow


def build_at(home: Home, warehouse: Path, watermarks: list[int]) -> None:
    """Build one warehouse over the home's lake, as if dbt had run at these loads only."""
    for watermark in watermarks:
        ended = bare_dbt(
            *("build", "--exclude-resource-type", "unit_test"),
            warehouse=warehouse,
            # without a code to tell, models that replace rows would replace all of them each time;
            # the load is said as `trunkline run` says it: other variables would be parsed anew
            environment=home.environment(
                TRUNKLINE_CODE_HASH="same", TRUNKLINE_WATERMARK=str(watermark)
            ),
        )
        assert ended.returncode == 0, ended.stdout[-4000:]


def loads_of(home: Home) -> list[int]:
    manifests = (home.folder / "lake" / "_loads").glob("*.json")
    return sorted(int(path.stem) for path in manifests if path.stem != "0")


def differing(left: Path, right: Path) -> dict[str, tuple[object, object]]:
    lefts, rights = mart_digests(left), mart_digests(right)
    return {
        mart: (lefts.get(mart), rights.get(mart))
        for mart in lefts.keys() | rights.keys()
        if lefts.get(mart) != rights.get(mart)
    }


@pytest.mark.parametrize("every", [3, 1000], ids=["every_third_load", "once_as_full_refresh"])
def test_marts_equal_those_built_after_every_load(
    tiny_home: Home, tmp_path: Path, every: int
) -> None:
    loads = loads_of(tiny_home)
    grouped = [load for place, load in enumerate(loads, start=1) if place % every == 0]
    if not grouped or grouped[-1] != loads[-1]:
        grouped.append(loads[-1])
    warehouse = tmp_path / "grouped" / "warehouse.duckdb"
    build_at(tiny_home, warehouse, grouped)
    assert mart_digests(warehouse)["fct_rated_usage"][0] > 15_000
    assert differing(tiny_home.warehouse, warehouse) == {}


def test_an_append_only_model_refuses_to_go_back(tiny_home: Home, tmp_path: Path) -> None:
    warehouse = tmp_path / "back" / "warehouse.duckdb"
    build_at(tiny_home, warehouse, [3])
    with pytest.raises(AssertionError, match="Append-only models do not go back"):
        build_at(tiny_home, warehouse, [2])
