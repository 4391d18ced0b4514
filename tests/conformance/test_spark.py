"""The cases on a Spark cluster: the heavy models and control totals are DuckDB's rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.judging import Verdict
from tests.conformance.running import Lake
from tests.engines import build_on_spark, differences
from tests.spark_cluster import executors_of, spark_cluster

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("conformance")]

YEARS_OF_THE_CASES = {"calendar_from": "2010-01-01", "calendar_to": "2032-01-01"}
"""The cases bring 229 calendars, of which a century is 11 million rows: minutes of a Spark core."""
CALENDARS = ("dim_dates", "dim_band_calendar")
"""Shorter on Spark for that; the tiny operator compares them whole."""


def test_the_cases_come_out_alike_on_both_engines(
    verdicts: dict[str, Verdict], cases_folder: Path, tmp_path: Path
) -> None:
    assert verdicts
    lake = Lake(cases_folder)
    watermark = max(int(path.stem) for path in (lake.settings.lake / "_loads").glob("*.json"))
    with spark_cluster(tmp_path / "cluster") as master:
        tables = build_on_spark(
            tmp_path / "spark",
            master,
            watermark,
            lake.environment,
            ["--selector", "heavy"],
            YEARS_OF_THE_CASES,
        )
    found, counts = differences(
        lake.settings.warehouse_file, tables, heavy_marts=True, besides=CALENDARS
    )

    assert executors_of(tmp_path / "cluster") == 2
    assert found == [], "\n".join(found)
    for table in (
        "fct_rated_usage",
        "fct_allowance_draws",
        "fct_rated_segments",
        "fct_control_totals",
    ):
        assert counts[table] > 0, f"{table} is empty"
