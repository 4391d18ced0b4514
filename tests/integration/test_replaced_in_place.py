"""Tables and views are written in their place: what fails leaves what stood, kinds may change."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import REPOSITORY

pytestmark = pytest.mark.slow

PROJECT = f"""
name: trunkline
version: 0.1.0
config-version: 2
profile: trunkline
flags: {{send_anonymous_usage_stats: false}}
macro-paths: ["{REPOSITORY / "macros"}"]
on-run-start: ["{{{{ start_of_run() }}}}"]
vars: {{watermark: null}}
models: {{+post-hook: ["{{{{ record_build() }}}}"]}}
"""
FAILS_AT_ITS_SECOND_ROW = """
select cast(written as integer) as number from (values ('7'), ('seven')) as rows_given(written)
"""


class Project:
    """A dbt project of two models that uses Trunkline's macros, and its warehouse."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warehouse = folder / "warehouse.duckdb"
        (folder / "models").mkdir()
        (folder / "dbt_project.yml").write_text(PROJECT)

    def model(self, name: str, kind: str, query: str) -> None:
        config = f"{{{{ config(materialized='{kind}') }}}}\n"
        (self.folder / "models" / f"{name}.sql").write_text(config + query)

    def run(self) -> subprocess.CompletedProcess[str]:
        dbt = str(Path(sys.executable).with_name("dbt"))
        return subprocess.run(
            [dbt, "run", "--project-dir", ".", "--profiles-dir", str(REPOSITORY)],
            cwd=self.folder,
            env=os.environ
            | {
                "TRUNKLINE_HOME": str(self.folder),
                "TRUNKLINE_WAREHOUSE": str(self.warehouse),
                "TRUNKLINE_WATERMARK": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()


def test_a_failed_model_leaves_what_stood_and_a_kind_may_change(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.model("counted", "table", "select 1 as number")
    project.model("seen", "view", "select number from {{ ref('counted') }}")
    first = project.run()
    assert first.returncode == 0, first.stdout

    project.model("counted", "table", FAILS_AT_ITS_SECOND_ROW)
    failed = project.run()
    assert failed.returncode == 1
    assert "Could not convert string 'seven'" in failed.stdout
    assert project.rows("select number from counted") == [(1,)]
    recorded = "select model, count(*) from trunkline_builds group by all order by all"
    assert project.rows(recorded) == [("counted", 1), ("seen", 1)]

    project.model("counted", "view", "select 2 as number")
    project.model("seen", "table", "select number from {{ ref('counted') }}")
    changed = project.run()
    assert changed.returncode == 0, changed.stdout
    assert project.rows("select number from seen") == [(2,)]
    assert project.rows(recorded) == [("counted", 2), ("seen", 2)]
    assert project.rows("select view_name from duckdb_views() where not internal") == [("counted",)]
