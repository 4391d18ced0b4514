"""One run: ingest with the raw gate, build, marts gate, publish. Safe to repeat at any point.

Every step looks at what stands, not at what an earlier run meant to do: a run that was killed is
simply run again. When no load is new and the code is the same, gates and dbt are skipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ingestion.files.found import FoundFile
from trunkline.dbt_runner import build, last_build_passed
from trunkline.disk_space import check_space, full_disk_named
from trunkline.errors import LockHeldError
from trunkline.gates import GateFailedError
from trunkline.landing import ensure_lake, held_loads
from trunkline.loads import last_load_seq
from trunkline.lock import writer_lock
from trunkline.publishing import Checks, publish, snapshot_of
from trunkline.run_log import RunLog, read_lines
from trunkline.settings import Settings
from trunkline.snapshot_records import SnapshotRecord
from trunkline.warehouse import (
    Standing,
    WarehouseError,
    code_hash,
    project_folder,
    remove_warehouse,
    standing_of,
)

REFUSED = 3

Report = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """What a run did: the snapshot of its load and code, and whether there was anything to do."""

    run_id: str
    snapshot: SnapshotRecord
    is_new: bool
    refused_files: int = 0


@contextmanager
def one_writer(settings: Settings, purpose: str, wait: float) -> Iterator[None]:
    """Hold the writer's lock; a second run ends with `busy` and code 75."""
    try:
        with writer_lock(settings, purpose=purpose, wait=wait), full_disk_named(settings):
            yield
    except LockHeldError as error:
        raise LockHeldError(f"busy: {error.message}", error.advice) from error


def run(
    settings: Settings,
    report: Report,
    *,
    wait: float = 0.0,
    is_whole: Callable[[FoundFile], bool] | None = None,
) -> Run:
    """Ingest, build, check and publish; raises TrunklineError with the last snapshot in service.

    ``is_whole`` says which landed files have arrived whole; without it, all have.
    """
    log = RunLog(settings.run_log)
    with one_writer(settings, "run", wait):
        check_space(settings)
        log.prepare()
        ensure_lake(settings)
        refused = _ingest(settings, log, report, is_whole)
        wanted = Standing(last_load_seq(settings), code_hash(project_folder(), settings.zone))
        standing = standing_of(settings, project_folder())
        built = standing == wanted and last_build_passed(settings) is True
        known = snapshot_of(settings, wanted) if built else None
        if known is not None:
            _skip(log, wanted, "nothing new: no new load, same code, snapshot published")
            report(f"nothing new since snapshot {known.snapshot_id}: gates and dbt are skipped")
            return Run(log.run_id, known, False, refused)
        if not built:
            build_warehouse(settings, log, report, wanted)
        checks = check_marts(settings, log, report)
        record = publish_checked(settings, log, report, checks)
        return Run(log.run_id, record, True, refused)


def _ingest(
    settings: Settings,
    log: RunLog,
    report: Report,
    is_whole: Callable[[FoundFile], bool] | None,
) -> int:
    """Land what lies there; return how many files were refused whole, which stops nothing."""
    from expectations.raw_gate import make_raw_gate
    from ingestion.ingest import ingest

    with log.step("ingest") as step:
        result = ingest(settings, make_raw_gate(settings, log), is_whole=is_whole)
        step.watermark = last_load_seq(settings)
        sentences = result.sentences()
        if result.gate is not None and result.held_as is not None:
            for sentence in sentences[:-1]:
                report(sentence)
            raise GateFailedError("raw", result.gate, sentences[-1])
        if result.load_seq is None and len(sentences) == 1:
            step.skip("nothing to land")
        else:
            step.detail = sentences[-1]
            for sentence in sentences:
                report(sentence)
    for held in held_loads(settings):
        report(f"{held.name} is still held: `trunkline loads` shows it and what to do")
    return len(result.refused)


def build_warehouse(settings: Settings, log: RunLog, report: Report, wanted: Standing) -> None:
    """Run dbt up to the last load; what stands already is only built on."""
    step = log.step("dbt", watermark=wanted.watermark, code_hash=wanted.code_hash)
    with step as line:
        result = build(settings)
        if standing_of(settings, project_folder()) is None:
            raise WarehouseError(
                "dbt ended well, but the models do not stand at one load.",
                "Run `trunkline warehouse rebuild`.",
            )
        line.detail = str(result)
    report(f"built the warehouse to load {wanted.watermark}: {result}")


def rebuild(settings: Settings, report: Report, *, wait: float = 0.0) -> None:
    """Delete the warehouse and build it again from the lake."""
    log = RunLog(settings.run_log)
    with one_writer(settings, "warehouse rebuild", wait):
        check_space(settings)
        log.prepare()
        ensure_lake(settings)
        remove_warehouse(settings)
        wanted = Standing(last_load_seq(settings), code_hash(project_folder(), settings.zone))
        build_warehouse(settings, log, report, wanted)


def check_marts(settings: Settings, log: RunLog, report: Report) -> Checks:
    """Run the marts gate; raises GateFailedError."""
    from expectations.marts_gate import run_marts_gate

    result = run_marts_gate(settings, log)
    report(f"marts gate: {result.summary}")
    for check in result.accepted:
        report(f"marts gate: {check}")
    return Checks(result.passed, len(result.results))


def publish_checked(
    settings: Settings, log: RunLog, report: Report, checks: Checks
) -> SnapshotRecord:
    """Publish what the marts gate has just passed."""
    with log.step("publish") as step:
        record = publish(settings, checks)
        step.watermark, step.code_hash = record.watermark, record.code_hash
        step.detail = record.snapshot_id
    report(f"published snapshot {record.snapshot_id} of load {record.watermark}")
    return record


def checks_of(settings: Settings, where: Standing) -> Checks:
    """Return the marts gate's last verdict on this standing; WarehouseError without a good one."""
    log = RunLog(settings.run_log)
    for line in reversed(read_lines(log.runs)):
        if (line["step"], line["watermark"], line["code_hash"]) == (
            "gate_marts",
            where.watermark,
            where.code_hash,
        ):
            if line["status"] != "succeeded":
                break
            checks = [c for c in read_lines(log.gates) if c["run_id"] == line["run_id"]]
            marts = [c["is_success"] for c in checks if c["gate"] == "marts"]
            return Checks(sum(marts), len(marts))
    raise WarehouseError(
        f"The marts gate has not passed for load {where.watermark} and this code.",
        "Run `trunkline gate marts`, or `trunkline run`.",
    )


def _skip(log: RunLog, where: Standing, reason: str) -> None:
    for name in ("dbt", "gate_marts", "publish"):
        with log.step(name, watermark=where.watermark, code_hash=where.code_hash) as step:
            step.skip(reason)
