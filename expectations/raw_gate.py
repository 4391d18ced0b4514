"""The raw gate: a load is looked at as a whole before it is committed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from expectations.run_gate import run_gate
from expectations.suite import Suite, Value, measure
from expectations.suites.raw import raw_suite
from expectations.volumes import compare
from trunkline.contract import load_contract
from trunkline.engine import engine_configuration
from trunkline.gates import GateResult, RawGate, StagedLoad
from trunkline.loads import committed_loads, last_load_seq, read_manifest
from trunkline.run_log import RunLog
from trunkline.settings import Settings


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
    contract = load_contract()
    earlier = [load for load in committed_loads(settings) if load.load_seq < staged.load_seq]
    measured: list[tuple[Suite, dict[str, Value]]] = []
    with duckdb.connect(config=engine_configuration(settings)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for source, name in sorted({(file.source, file.entity) for file in staged.files}):
            files = [f for f in staged.files if (f.source, f.entity) == (source, name)]
            past = [
                [f for f in load.files if (f.source, f.entity) == (source, name)]
                for load in earlier
            ]
            suite = raw_suite(
                contract.entity(source, name),
                files,
                staged.paths.get((source, name), []),
                compare(past, files),
                settings.now(),
            )
            measured.append((suite, measure(connection, suite)))
    return run_gate(settings, log, "raw", measured, load_seq=staged.load_seq)
