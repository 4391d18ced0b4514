"""The raw gate: a load is looked at as a whole before it is committed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from expectations.run_gate import run_gate
from expectations.suite import Suite, Value, measure
from expectations.suites.raw import raw_suite
from expectations.volumes import behind, compare, size_percent
from trunkline.contract import load_contract
from trunkline.engine import engine_configuration
from trunkline.gates import GateResult, RawGate, StagedLoad
from trunkline.loads import Manifest, committed_loads, last_load_seq, read_manifest
from trunkline.run_log import RunLog
from trunkline.settings import Settings

RECENT_LOADS = 4
RECENT_ROWS = 200_000
"""Rows that are enough to compare with: a load is judged at the cost of what it brings."""


def make_raw_gate(settings: Settings, log: RunLog) -> RawGate:
    """Return the gate that `ingest` asks about each staged load; it writes to the run's log."""

    def gate(staged: StagedLoad) -> GateResult:
        with log.step("gate_raw", watermark=staged.load_seq) as step:
            result = judge(settings, log, staged)
            step.detail = f"{result.passed} of {len(result.results)} checks held"
            if not result.success:
                step.status = "failed"
        return result

    return gate


def judge_again(settings: Settings, log: RunLog, load_seq: int | None = None) -> GateResult:
    """Run the gate on a committed load, against what was there before it."""
    manifest = read_manifest(settings, load_seq or last_load_seq(settings))
    paths: dict[tuple[str, str], list[Path]] = {}
    for each in manifest.data_files:
        source, entity, _, _ = each.path.split("/")
        paths.setdefault((source, entity), []).append(settings.lake / each.path)
    files = [file for file in manifest.files if file.source != "trunkline"]
    then = replace(settings, clock=manifest.landed_at)
    return judge(then, log, StagedLoad(manifest.load_seq, files, paths))


def judge(settings: Settings, log: RunLog, staged: StagedLoad) -> GateResult:
    """Run the suite of every entity that the load brings."""
    measured = measure_load(settings, staged)
    return run_gate(settings, log, "raw", measured, load_seq=staged.load_seq)


def measure_load(settings: Settings, staged: StagedLoad) -> list[tuple[Suite, dict[str, Value]]]:
    """Measure the suite of every entity that the load brings, beside the loads before it."""
    contract = load_contract()
    earlier = [load for load in committed_loads(settings) if load.load_seq < staged.load_seq]
    measured: list[tuple[Suite, dict[str, Value]]] = []
    with duckdb.connect(config=engine_configuration(settings)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for source, name in sorted({(file.source, file.entity) for file in staged.files}):
            files = [f for f in staged.files if (f.source, f.entity) == (source, name)]
            past = [
                (load.landed_at, of_entity)
                for load in earlier
                if (of_entity := [f for f in load.files if (f.source, f.entity) == (source, name)])
            ]
            now = settings.now()
            history = replace(
                compare([each for _, each in past], files),
                size_percent=size_percent(past, files, now),
                behind=behind(past, files, now),
            )
            suite = raw_suite(
                contract.entity(source, name),
                files,
                staged.paths.get((source, name), []),
                history,
                now,
                _recent_paths(settings, earlier, f"{source}/{name}/"),
            )
            measured.append((suite, measure(connection, suite)))
    return measured


def _recent_paths(settings: Settings, earlier: Sequence[Manifest], folder: str) -> list[Path]:
    """Return the lake's files of one entity of the last loads that brought any, newest first."""
    found: list[Path] = []
    rows = loads = 0
    for load in reversed(earlier):
        files = [file for file in load.data_files if file.path.startswith(folder) and file.rows]
        if files and loads < RECENT_LOADS and rows < RECENT_ROWS:
            found += [settings.lake / file.path for file in files]
            rows += sum(file.rows for file in files)
            loads += 1
    return found
