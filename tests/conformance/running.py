"""Cases go through the real thing: `trunkline ingest` for each load, and dbt's models.

Load k holds the k-th step of every case. Where figures are asked for as they stood after a load,
the models of lines are built after it; all of it is built, checked and published at the end.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.conformance.files import write_load
from tests.conformance.naming import CaseFiles
from tests.conformance.outputs import Outputs, read_lines, read_outputs
from trunkline.dbt_runner import call
from trunkline.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
TRUNKLINE = str(Path(sys.executable).with_name("trunkline"))
NOW = "2031-01-01T00:00:00Z"
"""After every case, so that no event is of the future."""
READ = (
    "int_invoice_lines_drafted",
    "fct_rated_segments",
    "fct_allowance_draws",
    "fct_usage_adjustments",
    "fct_rerating_adjustments",
    "fct_suspense",
    "fct_supply_suspense",
    "fct_margins",
)
REASON = "loads of cases differ in size on purpose"

Report = Callable[[str], None]


class ConformanceRunError(Exception):
    """A command of the run failed: no case can be judged."""


@dataclass(frozen=True)
class Lake:
    """The home in which the cases of one run stand."""

    folder: Path
    report: Report = print

    @property
    def environment(self) -> dict[str, str]:
        """Local times of the cases are taken for UTC, so the operator's zone is UTC."""
        return {
            "TRUNKLINE_HOME": str(self.folder / "home"),
            "TRUNKLINE_KEYS": str(self.folder / "keys.json"),
            "TRUNKLINE_ZONE": "UTC",
            "TRUNKLINE_COUNTRY": "ZZ",
            "TRUNKLINE_NOW": NOW,
        }

    @property
    def settings(self) -> Settings:
        """The same as settings."""
        return Settings.from_environment(self.environment)

    def trunkline(self, *arguments: str, accept: Sequence[int] = (0,)) -> str:
        """Call a command and return what it printed."""
        ended = subprocess.run(
            [TRUNKLINE, *arguments],
            cwd=REPOSITORY,
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        printed = ended.stdout + ended.stderr
        if ended.returncode not in accept:
            raise ConformanceRunError(f"trunkline {' '.join(arguments)}:\n{printed[-6000:]}")
        return printed

    def ingest(self) -> None:
        """Land what was written as one load, also against a gate that finds it unlike others."""
        printed = self.trunkline("ingest", accept=(0, 1))
        if held := re.search(r"held as (\S+?)[.,:;]?\s", printed):
            printed = self.trunkline("loads", "release", held[1], "--reason", REASON)
        elif "records accepted" not in printed:
            raise ConformanceRunError(f"trunkline ingest:\n{printed}")
        if "rejected" in printed and not re.search(r"\b0 rejected", printed):
            raise ConformanceRunError(f"records were rejected:\n{printed}")

    def build_lines(self) -> None:
        """Build what lines stand on, without the checks: the whole build at the end has them."""
        ended = call(self.settings, ["run", "--select", *(f"+{model}" for model in READ)])
        if ended.returncode:
            raise ConformanceRunError(f"dbt run:\n{ended.stdout[-6000:]}")

    def rerate(self, cases: Sequence[CaseFiles]) -> None:
        """Order what the cases say to be rated again, by the command that a user types.

        An order compares with what is charged at the last load: all must be built before it.
        """
        periods: dict[str, list[str]] = {}
        for case in cases:
            if period := case.scenario.rerated_period:
                lines = (case.name(each.name) for each in case.scenario.subscriptions)
                periods.setdefault(period, []).extend(lines)
        for period, lines in periods.items():
            self.trunkline("run")
            named = [word for line in lines for word in ("--subscription", line)]
            self.trunkline("rerate", "order", "--period", period, *named, "--reason", "the case")
            self.report(f"period {period} of {len(lines)} subscriptions rated again")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """The warehouse, to read."""
        return duckdb.connect(str(self.settings.warehouse_file), read_only=True)


def run_cases(
    cases: Sequence[CaseFiles], folder: Path, report: Report = print, *, checks: bool = True
) -> Outputs:
    """Land and build all cases in one lake and return what the models made of them.

    Without ``checks`` only what is read is built: quicker, while a rule is being written.
    """
    lake = Lake(folder, report)
    began = time.monotonic()

    def say(text: str) -> None:
        report(f"[{time.monotonic() - began:6.1f} s] {text}")

    loads = max((case.loads for case in cases), default=1)
    looked_at = max((case.loads for case in cases if case.scenario.reads_each_load), default=0)
    standing = {}
    for load in range(1, loads + 1):
        events = write_load(cases, load, lake.settings.landing)
        lake.ingest()
        say(f"load {load}: {events} events landed")
        # after its last load a case stands as it does at the end
        if load < looked_at:
            lake.build_lines()
            with lake.connect() as warehouse:
                standing[load] = read_lines(warehouse)
            say(f"load {load}: lines built")
    lake.rerate(cases)
    if checks:
        lake.trunkline("run")
        say("all built, checked and published")
    else:
        lake.build_lines()
        say("all built, nothing checked")
    with lake.connect() as warehouse:
        return read_outputs(warehouse, standing, loads)
