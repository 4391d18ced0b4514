"""The heavy models on a Spark cluster, over the same lake, give DuckDB's rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines import build, build_on_spark, differences
from tests.integration.operator_history import Home
from tests.spark_cluster import executors_of, spark_cluster

pytestmark = [pytest.mark.spark, pytest.mark.slow]

HEAVY = ("--selector", "heavy")
"""What grows with usage, and all that it reads (ARCHITECTURE, section 7)."""


def test_spark_gives_the_rows_that_duckdb_gives(tiny_home: Home, tmp_path: Path) -> None:
    manifests = (tiny_home.folder / "lake" / "_loads").glob("*.json")
    watermark = max(int(path.stem) for path in manifests)
    duckdb_folder, cluster = tmp_path / "duckdb", tmp_path / "cluster"
    duckdb_folder.mkdir()
    warehouse = duckdb_folder / "warehouse.duckdb"
    environment = tiny_home.environment(TRUNKLINE_WAREHOUSE=str(warehouse))

    build(duckdb_folder, "dev", watermark, environment, HEAVY)
    with spark_cluster(cluster) as master:
        tables = build_on_spark(tmp_path / "spark", master, watermark, environment, HEAVY)
    found, counts = differences(warehouse, tables)

    assert executors_of(cluster) == 2
    assert found == [], "\n".join(found)
    # tables that are empty on both engines would be equal too
    for table in ("fct_rated_usage", "fct_suspense", "fct_usage_adjustments", "fct_invoice_lines"):
        assert counts[table] > 0, f"{table} is empty"
    assert counts["fct_rated_usage"] > 15_000
