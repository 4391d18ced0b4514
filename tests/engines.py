"""Building the models on both engines over one lake, and comparing what stands, row by row."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from tests.integration.operator_history import REPOSITORY, RUN_RECORDS
from tests.spark_cluster import CONFIGURATION

SHOWN = 3
"""Rows that a failure shows of each table and side."""


def build_on_spark(
    folder: Path,
    master: str,
    watermark: int,
    environment: Mapping[str, str],
    select: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> Path:
    """Build models on Spark in a warehouse of their own; return the folder of its tables."""
    build(
        folder,
        "spark",
        watermark,
        {
            **environment,
            "TRUNKLINE_SPARK_MASTER": master,
            "TRUNKLINE_SPARK_WAREHOUSE": str(folder),
            "SPARK_CONF_DIR": str(CONFIGURATION),
        },
        select,
        variables,
    )
    return folder / "trunkline.db"


def build(
    folder: Path,
    target: str,
    watermark: int,
    environment: Mapping[str, str],
    select: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
) -> None:
    """Run dbt at once over the lake of the home that the environment names."""
    said = json.dumps({"watermark": watermark, **(variables or {})})
    ended = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            *("run", "--target", target, "--vars", said),
            *("--target-path", str(folder / "dbt"), "--log-path", str(folder / "dbt")),
            *select,
        ],
        cwd=REPOSITORY,
        env=os.environ | dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, f"dbt run --target {target}:\n{ended.stdout[-4000:]}"


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Names and types of a relation's columns, in their order."""
    described = connection.execute(f"describe select * from {relation}").fetchall()
    return {name: data_type for name, data_type, *_ in described}


def differences(
    warehouse: Path, spark_tables: Path, *, heavy_marts: bool = False, besides: Sequence[str] = ()
) -> tuple[list[str], dict[str, int]]:
    """Compare each table of the warehouse with Spark's folder of that name.

    Returns what differs, with the first differing rows of both sides, and the row counts. Rows
    have no order. The types of a mart are compared too; those of an intermediate model may differ
    in width, since no contract holds them. With `heavy_marts` only the marts that Spark built are
    looked at: a warehouse built load by load keeps the last load's rows alone in some models.
    Tables named in `besides` are passed over.
    """
    found: list[str] = []
    counts: dict[str, int] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from information_schema.tables"
            " where table_type = 'BASE TABLE' and table_name not like 'trunkline%' order by 1"
        ).fetchall()
        for (table,) in tables:
            is_mart = table.startswith(("dim_", "fct_"))
            is_there = (spark_tables / table).is_dir()
            if table in (*RUN_RECORDS, *besides) or (heavy_marts and not (is_mart and is_there)):
                continue
            sides = {"DuckDB": table, "Spark": f"'{spark_tables}/{table}/*.parquet'"}
            types = {engine: columns_of(connection, sides[engine]) for engine in sides}
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
