"""Measure rating: `python benchmarks/rating/measure.py FOLDER` prints one table.

The same job, usage rows to invoice-line totals, on 1 and 10 million events: Trunkline's own models,
full and a day on top of thirty, against a bare copy of the columns they read, the same job as one
query in DuckDB, in Polars, in pandas, in PostgreSQL and in Spark. All must rate the same events to
the same lines and total, to the last decimal, or the run fails. `--events 100000000` on request.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import job_postgresql
from children import run
from lake import DAYS, environment, land_days, land_subscribers
from reference import write_reference
from table import Measured, print_growth, print_hardware, print_table, print_targets

from trunkline.settings import Settings

REQUIREMENTS = Path(__file__).parents[2] / "requirements" / "benchmark.txt"
UP_TO = {"polars": 10_000_000, "pandas": 10_000_000, "postgresql": 1_000_000, "spark": 1_000_000}
"""More events than these take a data frame's memory, or a server's patience."""
NAMES = {
    "duckdb": "the job as one query in DuckDB",
    "polars": "the job in Polars",
    "pandas": "the job in pandas",
    "postgresql": "the job in PostgreSQL",
    "spark": "the job in Spark, local",
}


class DifferentTotalError(Exception):
    """Two ways of doing the job did not come to the same events, lines and total."""


def frames_python(folder: Path) -> str:
    """The Python of a throw-away environment that has pandas and Polars; made when missing."""
    python = folder / "environment" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "environment")], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run(
            [*install, "--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS)],
            check=True,
        )
    return str(python)


def missing(job: str) -> str | None:
    """What a job lacks on this machine, or None."""
    if job == "postgresql" and job_postgresql.programs() is None:
        return "apt-get install postgresql"
    if job == "spark":
        if shutil.which("java") is None:
            return "apt-get install openjdk-17-jre-headless"
        found = subprocess.run([sys.executable, "-c", "import pyspark"], capture_output=True)
        return "make .venv/spark.stamp" if found.returncode else None
    return None


def compare(expected: dict[str, float], found: dict[str, float], name: str) -> None:
    """Raise DifferentTotalError unless the figures are the same."""
    differing = [
        f"{key}: {found[key]} instead of {expected[key]}"
        for key in ("events", "lines", "micros")
        if found[key] != expected[key]
    ]
    if differing:
        raise DifferentTotalError(f"{name} differs from Trunkline's models: {', '.join(differing)}")


def measure(
    folder: Path, events: int, subscriptions: int, seed: int, against: list[str]
) -> list[Measured]:
    """Do the job in every way on so many events; return what was measured, in order."""
    shutil.rmtree(folder, ignore_errors=True)
    scratch, reference = folder / "scratch", folder / "reference"
    scratch.mkdir(parents=True)
    settings = Settings.from_environment(environment(folder))
    daily = events // DAYS
    land_subscribers(settings, subscriptions)
    land_days(settings, 0, DAYS, daily, subscriptions, seed)
    write_reference(settings.home, reference)
    given = (settings.home, reference, scratch)
    rows: list[Measured] = []

    def add(name: str, outcome: dict[str, float], brought: int = daily * DAYS) -> None:
        rows.append(Measured(name, brought, outcome))
        print(f"{name}: {outcome['seconds']:.1f} s", flush=True)

    add("bare copy", run(sys.executable, "job_duckdb.py", ("copy", *given)))
    ours = run(sys.executable, "job_models.py", (folder, folder / "models_full.txt"))
    add("Trunkline's models, full build", ours)
    add("bare copy, again", run(sys.executable, "job_duckdb.py", ("copy", *given)))
    for job in against:
        if daily * DAYS > UP_TO.get(job, events):
            continue
        if lack := missing(job):
            print(f"{NAMES[job]} was not measured: {lack}")
            continue
        python = sys.executable
        if job in ("polars", "pandas"):
            python = frames_python(folder.parent)
        words = ("job", *given) if job == "duckdb" else given
        outcome = run(python, f"job_{job}.py", words)
        compare(ours, outcome, NAMES[job])
        add(NAMES[job], outcome)

    nothing = run(sys.executable, "job_models.py", (folder, folder / "models_nothing.txt"))
    compare(ours, nothing, "a build with nothing new")
    add("Trunkline's models, nothing new", nothing, 0)
    land_days(settings, DAYS, 1, daily, subscriptions, seed)
    day = run(sys.executable, "job_models.py", (folder, folder / "models_day.txt"))
    compare(run(sys.executable, "job_duckdb.py", ("job", *given)), day, "a day more")
    add("Trunkline's models, a day on top", day, daily)
    return rows


def main() -> None:
    """Measure each size and print its table; exit code 1 where two totals differ."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path, help="an empty folder to work in")
    words.add_argument("--events", type=int, nargs="+", default=[1_000_000, 10_000_000])
    words.add_argument("--subscriptions", type=int, default=25_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--against", nargs="*", choices=list(NAMES), default=list(NAMES))
    words.add_argument("--keep", action="store_true", help="leave lake and warehouse behind")
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    print_hardware(frames_python(given.folder) if {"polars", "pandas"} & {*given.against} else None)
    measured: list[list[Measured]] = []
    for events in given.events:
        folder = given.folder / str(events)
        try:
            measured.append(measure(folder, events, given.subscriptions, given.seed, given.against))
        except DifferentTotalError as error:
            sys.exit(str(error))
        if not given.keep:
            shutil.rmtree(folder)
    print_table(measured)
    for rows in measured:
        print_targets(rows)
    print_growth(measured)


if __name__ == "__main__":
    main()
