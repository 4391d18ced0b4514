"""The whole dbt project on an empty lake: it builds, its unit tests pass, no money is floating."""

from __future__ import annotations

import json

import duckdb
import pytest

from trunkline.dbt_runner import build, call
from trunkline.landing import ensure_lake
from trunkline.settings import Settings


@pytest.fixture(scope="module")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home whose lake holds load 0 alone, built: some unit tests need a model that stands."""
    home = tmp_path_factory.mktemp("empty_lake")
    settings = Settings(home=home, keys_file=home / "keys.json")
    ensure_lake(settings)
    build(settings)
    return settings


def test_unit_tests_of_the_models_pass(empty_warehouse: Settings) -> None:
    ended = call(empty_warehouse, ["test", "--select", "test_type:unit"])
    assert ended.returncode == 0, ended.stdout[-6000:]
    results = empty_warehouse.warehouse_file.with_name("dbt") / "run_results.json"
    nodes = json.loads(results.read_text(encoding="utf-8"))["results"]
    tests = [node for node in nodes if node["unique_id"].startswith("unit_test.")]
    assert len(tests) > 30
    assert {node["status"] for node in tests} == {"pass"}


def test_no_column_of_a_mart_is_floating(empty_warehouse: Settings) -> None:
    with duckdb.connect(str(empty_warehouse.warehouse_file), read_only=True) as warehouse:
        floating = warehouse.execute(
            "select table_name, column_name from information_schema.columns"
            " where regexp_matches(table_name, '^(dim|fct)_') and data_type in ('DOUBLE', 'FLOAT')"
        ).fetchall()
    assert not floating
