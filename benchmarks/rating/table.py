"""The table that the benchmark prints, the machine it ran on, and how far the targets are."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from lake import DAYS
from outcome import amount

COLUMNS = ("what", "events", "seconds", "of the copy", "peak memory", "lines", "total (KRW)")


@dataclass(frozen=True)
class Measured:
    """One way of doing the job: how many events it had before it and what came of it."""

    name: str
    brought: int
    outcome: dict[str, float]

    @property
    def seconds(self) -> float:
        return self.outcome["seconds"]


def copy_seconds(rows: Sequence[Measured]) -> float:
    """The bare copy, the mean of the one before and the one after the models."""
    copies = [row.seconds for row in rows if row.name.startswith("bare copy")]
    return sum(copies) / len(copies)


def print_hardware(frames_python: str | None) -> None:
    """One line for the machine, one for the versions."""
    information = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*:\s*(.+)", information)
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    print(
        f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores,"
        f" {int(memory[1]) / 1024**2 if memory else 0:.0f} GiB, load {os.getloadavg()[0]:.1f}"
    )
    versions = [f"Python {platform.python_version()}", f"DuckDB {duckdb.__version__}"]
    asked = [(sys.executable, "pyspark"), (frames_python, "polars"), (frames_python, "pandas")]
    for python, package in asked:
        if python:
            said = _said(python, "-c", f"import {package} as p; print(p.__version__)")
            versions += [f"{package} {said}"] if said else []
    versions += [
        _said(sys.executable, str(Path(__file__).with_name("job_postgresql.py")), "--version")
    ]
    print(", ".join(filter(None, versions)))


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def print_table(measured: Sequence[Sequence[Measured]]) -> None:
    """Print one table of all sizes, in the Markdown of benchmarks/README.md."""
    print(f"\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for rows in measured:
        copy = copy_seconds(rows)
        for row in rows:
            figures = row.outcome
            counted = bool(figures["lines"])
            cells = (
                row.name,
                f"{row.brought:,}",
                f"{row.seconds:.1f}",
                f"{row.seconds / copy:.1f}",
                f"{figures['peak'] / 1024**3:.2f} GiB",
                f"{figures['lines']:,}" if counted else "",
                amount(int(figures["micros"])) if counted else "",
            )
            print(f"| {' | '.join(cells)} |")


def print_targets(rows: Sequence[Measured]) -> None:
    """Say for one size how far each target is; the targets are meant for 10 million events."""
    by_name = {row.name: row for row in rows}
    full = by_name["Trunkline's models, full build"]
    nothing = by_name["Trunkline's models, nothing new"]
    day = by_name["Trunkline's models, a day on top"]
    print(f"\n{full.brought:,} events")
    print(f"full build: {full.seconds / copy_seconds(rows):.1f} x the bare copy (at most 6, aim 4)")
    for name, wanted in (("Polars", 1), ("pandas", 2), ("PostgreSQL", 8), ("Spark, local", None)):
        other = by_name.get(f"the job in {name}")
        if other:
            target = f" (at least {wanted})" if wanted else ""
            print(f"{name}: {other.seconds / full.seconds:.1f} x the full build{target}")
    share = full.seconds / DAYS
    print(
        f"a day: {day.seconds:.1f} s; twice its share of the full build is {2 * share:.1f} s, so"
        f" {max(day.seconds - 2 * share, 0):.1f} s are fixed (under 15); with nothing new"
        f" {nothing.seconds:.1f} s"
    )
    starting = [row.outcome["starting"] for row in (full, nothing, day)]
    print(f"dbt's start-up, apart: {', '.join(f'{seconds:.1f}' for seconds in starting)} s")
    print(f"models built: {full.outcome['models']:.0f}")


def print_growth(measured: Sequence[Sequence[Measured]]) -> None:
    """Say how the full build grows from the fewest events to the most."""
    built = [row for rows in measured for row in rows if row.name.endswith("full build")]
    built.sort(key=lambda row: row.brought)
    if len(built) > 1:
        print(
            f"\nfrom {built[0].brought:,} to {built[-1].brought:,} events the full build takes"
            f" {built[-1].seconds / built[0].seconds:.1f} x as long"
            " (from 1 to 100 million at most 150)"
        )
