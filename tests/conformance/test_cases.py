"""Every case of stage rating, each as its own test of one shared run; and the lists beside them.

The same lake is built on a Spark cluster: the heavy models and control totals are DuckDB's rows.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.judging import FAILED, PASSED, Verdict
from tests.conformance.reading import Case, listed, own_files, read_cases
from tests.conformance.running import Lake
from tests.engines import build_on_spark, differences
from tests.spark_cluster import executors_of, spark_cluster

CASES = read_cases(own_files(), ["rating"])
OUT_OF_SCOPE = listed("out_of_scope.yml")
NOT_YET = listed("not_yet.yml")
MOST_OUT_OF_SCOPE = 9
YEARS_OF_THE_CASES = {"calendar_from": "2010-01-01", "calendar_to": "2032-01-01"}
"""The cases bring 229 calendars, of which a century is 11 million rows: minutes of a Spark core."""
CALENDARS = ("dim_dates", "dim_band_calendar", "dim_billing_periods")
"""Shorter on Spark for that; the tiny operator compares them whole."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.id not in OUT_OF_SCOPE], ids=lambda case: case.id
)
def test_case(case: Case, verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts[case.id]
    if case.id in NOT_YET:
        assert verdict.outcome == FAILED, "It passes: take it out of not_yet.yml."
    else:
        assert verdict.outcome == PASSED, "\n".join(verdict.reasons)


@pytest.mark.spark
@pytest.mark.slow
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


def test_lists_name_cases_that_there_are() -> None:
    known = {case.id for case in read_cases(own_files())}
    unknown = {*OUT_OF_SCOPE, *NOT_YET, *listed("exact_figures.yml")} - known
    assert not unknown
    assert not OUT_OF_SCOPE.keys() & NOT_YET.keys()


def test_few_cases_are_out_of_scope() -> None:
    """At most nine of those that were checked by others, a fifth of those only transcribed."""
    required = [case.id for case in CASES if case.is_required and case.id in OUT_OF_SCOPE]
    assert len(required) <= MOST_OUT_OF_SCOPE
    transcribed = [case.id for case in CASES if case.recheck == "transcribed only"]
    assert 5 * len(OUT_OF_SCOPE.keys() & set(transcribed)) <= len(transcribed)
    assert not [case.id for case in CASES if case.diverges and case.id in OUT_OF_SCOPE]


def test_each_known_difference_has_its_exact_figure() -> None:
    exact = listed("exact_figures.yml")
    assert {case.id for case in CASES if case.diverges} == exact.keys()


def test_every_case_says_where_it_stands() -> None:
    silent = [
        case.id
        for case in read_cases(own_files())
        if not all((case.source_path, case.test, case.source_licence, case.recheck))
    ]
    assert not silent
