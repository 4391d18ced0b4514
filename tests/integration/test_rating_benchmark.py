"""The rating benchmark on few events: its command runs, and its total is that of plain Python."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.operator_history import REPOSITORY
from tests.integration.rating_by_hand import rated_by_hand

pytestmark = pytest.mark.slow

BENCHMARK = REPOSITORY / "benchmarks" / "rating"
EVENTS = 20_000


def table_of(printed: str) -> dict[str, dict[str, str]]:
    """The printed table: what is measured and its cells by their headings."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in printed.splitlines()
        if line.startswith("| ")
    ]
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def test_models_and_query_come_to_the_total_of_plain_python(tmp_path: Path) -> None:
    ended = subprocess.run(
        [
            sys.executable,
            str(BENCHMARK / "measure.py"),
            str(tmp_path),
            *("--events", str(EVENTS), "--subscriptions", "200", "--against", "duckdb", "--keep"),
        ],
        cwd=REPOSITORY,
        env=os.environ | {"TRUNKLINE_MEMORY": "1GB"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    table = table_of(ended.stdout)
    tables = runpy.run_path(str(BENCHMARK / "catalogue.py"))["tables"]()

    # the lake that was kept holds the day on top too: the last row of the table is of all of it
    _, lines, total = rated_by_hand(tmp_path / str(EVENTS) / "home", tables)

    last = table["Trunkline's models, a day on top"]
    assert (last["lines"], last["total (KRW)"]) == (f"{lines:,}", f"{total:,.6f}")
    first = table["Trunkline's models, full build"]
    assert first["total (KRW)"] == table["the job as one query in DuckDB"]["total (KRW)"]
    assert "x the bare copy" in ended.stdout
