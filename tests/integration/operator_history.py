"""Plays a generated operator's history on a home of its own, by the commands that a user types."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

REPOSITORY = Path(__file__).resolve().parents[2]
TRUNKLINE = str(Path(sys.executable).with_name("trunkline"))
# no figure: when something ran, not what it found
RUN_RECORDS = {"fct_runs", "fct_gate_results"}


@dataclass(frozen=True)
class Home:
    """One data home with its own keys."""

    folder: Path
    keys: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a command on this home; `more` adds to it."""
        own = {"TRUNKLINE_HOME": str(self.folder), "TRUNKLINE_KEYS": str(self.keys)}
        return os.environ | own | more

    @property
    def warehouse(self) -> Path:
        """The file that dbt builds."""
        return self.folder / "warehouse" / "warehouse.duckdb"

    def run(self, *arguments: str, now: str, expect: int = 0) -> str:
        """Call `trunkline` at a moment of the operator's clock and return what it printed."""
        ended = subprocess.run(
            [TRUNKLINE, *arguments],
            cwd=REPOSITORY,
            env=self.environment(TRUNKLINE_NOW=now),
            capture_output=True,
            text=True,
            check=False,
        )
        printed = ended.stdout + ended.stderr
        assert ended.returncode == expect, f"trunkline {' '.join(arguments)}:\n{printed[-4000:]}"
        return printed


def steps_of(operator: Path) -> list[dict[str, Any]]:
    """The steps of `history.json`, in order."""
    steps: list[dict[str, Any]] = json.loads((operator / "history.json").read_text())["steps"]
    return steps


def land(operator: Path, home: Home, delivery: str) -> None:
    """Put one delivery into the landing folder."""
    shutil.copytree(operator / delivery / "landing", home.folder / "landing", dirs_exist_ok=True)


def close_arguments(step: dict[str, Any]) -> list[str]:
    """The words of `trunkline bill close` for a step of the history."""
    arguments = ["bill", "close"]
    for close in step.get("closes") or [step]:
        arguments += ["--cycle", str(close["cycle"]), "--period", close["period"]]
    for gap in step["accept_gaps"]:
        arguments += ["--accept-gap", gap]
    return arguments + (["--reason", step["reason"]] if step["accept_gaps"] else [])


def play(operator: Path, home: Home, steps: list[dict[str, Any]]) -> None:
    """Play steps: deliveries are landed and built at once, closes closed and built at once."""
    for step in steps:
        if step["kind"] == "delivery":
            land(operator, home, step["delivery"])
        else:
            home.run(*close_arguments(step), now=step["now"])
        home.run("run", now=step["now"])


def mart_digests(warehouse: Path) -> dict[str, tuple[int, str]]:
    """Rows and digest of every mart but those that record runs; the order of rows is nothing."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        marts = connection.execute(
            "select table_name from information_schema.tables"
            " where regexp_matches(table_name, '^(dim|fct)_') order by 1"
        ).fetchall()
        return {
            mart: connection.execute(
                "select count(*), coalesce(md5(string_agg(row_digest, '' order by row_digest)), '')"
                f' from (select md5(to_json(mart)::varchar) as row_digest from "{mart}" as mart)'
            ).fetchone()
            for (mart,) in marts
            if mart not in RUN_RECORDS
        }
