"""The Spark smoke: the same models on Spark, over the same lake, give DuckDB's rows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import REPOSITORY, RUN_RECORDS, Home

pytestmark = [pytest.mark.spark, pytest.mark.slow]

SHOWN = 3
"""Rows that a failure shows of each table and side."""


def build(home: Home, folder: Path, target: str, watermark: int, **environment: str) -> None:
    """Build all models at once in a warehouse of their own over the home's lake."""
    ended = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            *("run", "--target", target, "--vars", f"{{watermark: {watermark}}}"),
            *("--target-path", str(folder / "dbt"), "--log-path", str(folder / "dbt")),
        ],
        cwd=REPOSITORY,
        env=home.environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, f"dbt run --target {target}:\n{ended.stdout[-4000:]}"


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    described = connection.execute(f"describe select * from {relation}").fetchall()
    return {name: data_type for name, data_type, *_ in described}


def differences(warehouse: Path, spark_tables: Path) -> tuple[list[str], dict[str, int]]:
    """Compare each table of the warehouse with Spark's folder of that name.

    Returns what differs, with the first differing rows of both sides, and the row counts. Rows
    have no order. The types of a mart are compared too; those of an intermediate model may differ
    in width, since no contract holds them.
    """
    found: list[str] = []
    counts: dict[str, int] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables"
            " where table_type = 'BASE TABLE' and table_name not like 'trunkline%' order by 1"
        ).fetchall()
        for (table,) in tables:
            if table in RUN_RECORDS:
                continue
            sides = {"DuckDB": table, "Spark": f"'{spark_tables}/{table}/*.parquet'"}
            types = {engine: columns_of(connection, sides[engine]) for engine in sides}
            is_mart = table.startswith(("dim_", "fct_"))
            if list(types["DuckDB"]) != list(types["Spark"]) or (
                is_mart and types["DuckDB"] != types["Spark"]
            ):
                found.append(f"{table}: other columns: {types}")
                continue
            counts[table] = connection.sql(f"from {table}").count("*").fetchall()[0][0]
            for here, there in (("DuckDB", "Spark"), ("Spark", "DuckDB")):
                rows = connection.execute(
                    f"from {sides[here]} except all from {sides[there]} order by all"
                ).fetchall()
                if rows:
                    found.append(f"{table}: {len(rows)} rows only on {here}")
                    found += [f"    {row}" for row in rows[:SHOWN]]
    return found, counts


def test_spark_gives_the_rows_that_duckdb_gives(tiny_home: Home, tmp_path: Path) -> None:
    manifests = (tiny_home.folder / "lake" / "_loads").glob("*.json")
    watermark = max(int(path.stem) for path in manifests)
    duckdb_folder, spark_folder = tmp_path / "duckdb", tmp_path / "spark"
    duckdb_folder.mkdir()
    warehouse = duckdb_folder / "warehouse.duckdb"

    build(tiny_home, duckdb_folder, "dev", watermark, TRUNKLINE_WAREHOUSE=str(warehouse))
    build(
        tiny_home,
        spark_folder,
        "spark",
        watermark,
        TRUNKLINE_SPARK_WAREHOUSE=str(spark_folder),
        SPARK_CONF_DIR=str(Path(__file__).with_name("spark_conf")),
    )
    found, counts = differences(warehouse, spark_folder / "trunkline.db")

    assert found == [], "\n".join(found)
    # tables that are empty on both engines would be equal too
    for table in ("fct_rated_usage", "fct_suspense", "fct_usage_adjustments", "fct_invoice_lines"):
        assert counts[table] > 0, f"{table} is empty"
    assert counts["fct_rated_usage"] > 15_000
