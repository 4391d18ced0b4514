"""Lands what lies in the landing folder as one load."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from ingestion.files.found import FoundFile, find_files
from ingestion.known import Known, read_known
from ingestion.records.candidate import Candidate, numbered
from ingestion.records.stage import Stage
from ingestion.refusals import refuse_file
from ingestion.replacement import take_back_vanished
from ingestion.report import IngestReport
from ingestion.select import Unchanged, select_files
from trunkline.contract import load_contract
from trunkline.durable_files import move_private
from trunkline.errors import TrunklineError
from trunkline.faults import crash_point
from trunkline.gates import RawGate, StagedLoad
from trunkline.landing import LoadWriter, ensure_lake
from trunkline.lock import writer_lock
from trunkline.progress import Progress
from trunkline.pseudonyms import load_keys
from trunkline.settings import Settings

IsWhole = Callable[[FoundFile], bool]


def ingest(
    settings: Settings,
    gate: RawGate,
    *,
    replace: str | None = None,
    reason: str | None = None,
    wait: float = 0.0,
    progress: Progress | None = None,
    is_whole: IsWhole | None = None,
) -> IngestReport:
    """Land every file found as one load, or hold the load when the gate says no.

    ``replace`` names the identity whose file may be rewritten, with the ``reason``; ``wait`` is how
    many seconds to wait for another writer. ``is_whole`` says which files have arrived whole; the
    others are left for later. Files that are refused whole do not stop the others.
    """
    if replace and not (reason or "").strip():
        raise TrunklineError("A replacement needs a reason.", "Say --reason TEXT.")
    with writer_lock(settings, "ingest", wait):
        return _ingest(settings, gate, replace, reason, progress or Progress(), is_whole)


def _ingest(
    settings: Settings,
    gate: RawGate,
    replace: str | None,
    reason: str | None,
    progress: Progress,
    is_whole: IsWhole | None,
) -> IngestReport:
    contract = load_contract()
    ensure_lake(settings, contract)
    writer = LoadWriter.begin(settings, "ingest", contract)
    known = read_known(settings)
    files, strays = find_files(settings, contract)
    files = [file for file in files if is_whole is None or is_whole(file)]
    selection = select_files(files, contract, known, replace, progress)
    report = IngestReport(unchanged=selection.unchanged, strays=strays)
    for file, error in selection.refused:
        report.refused.append(refuse_file(settings, file, error))
    for unchanged in selection.unchanged:
        _put_away(settings, unchanged)
    if replace and not any(each.replaces for each in selection.candidates):
        raise TrunklineError(
            f"No file in landing replaces {replace}.",
            "Put the new file into landing under the same producer and sequence number; "
            "`trunkline loads show N` lists the identities that landed.",
        )
    if selection.candidates:
        reasons = (f"replaces {replace}: {reason}",) if replace else ()
        _land(settings, gate, writer, known, selection.candidates, reasons, report, progress)
    if report.load_seq is None and report.held_as is None:
        writer.abandon()
    progress.close()
    return report


def _land(
    settings: Settings,
    gate: RawGate,
    writer: LoadWriter,
    known: Known,
    candidates: list[Candidate],
    reasons: tuple[str, ...],
    report: IngestReport,
    progress: Progress,
) -> None:
    crash_point("ingest.before_stage")
    stage = Stage(settings, writer, load_keys(settings))
    try:
        candidates = _stage(settings, stage, known, candidates, report, progress)
        if not candidates:
            return
        stage.finish()
    finally:
        stage.close()
    crash_point("ingest.after_stage")
    report.landed = tuple(writer.files)
    report.gate = gate(_staged_load(writer))
    if not report.gate.success:
        report.held_as = _hold(settings, writer, candidates, reasons, report)
        return
    report.load_seq = writer.commit(settings.now(), reasons).load_seq
    crash_point("ingest.before_originals")
    for candidate in candidates:
        _keep_original(candidate, settings.originals)


def _stage(
    settings: Settings,
    stage: Stage,
    known: Known,
    candidates: list[Candidate],
    report: IngestReport,
    progress: Progress,
) -> list[Candidate]:
    """Stage the files; when some turn out to be refused, stage the others anew without them.

    Anew, because file numbers are ranks within the load: a refused file must leave no trace.
    """
    while candidates:
        stage.take_in(candidates, progress)
        take_back_vanished(settings, stage, known)
        refused = stage.refused()
        if not refused:
            break
        gone: set[Path] = set()
        for tally in refused:
            file = tally.candidate.file
            if tally.refusal is not None and file.path not in gone:
                report.refused.append(refuse_file(settings, file, tally.refusal, tally.named))
            gone.add(file.path)
        candidates = numbered([each for each in candidates if each.file.path not in gone])
        stage.start_over()
    return candidates


def _staged_load(writer: LoadWriter) -> StagedLoad:
    paths: dict[tuple[str, str], list[Path]] = {}
    for path in writer.data_files():
        paths.setdefault((path.parent.parent.name, path.parent.name), []).append(path)
    return StagedLoad(writer.load_seq, tuple(writer.files), paths)


def _hold(
    settings: Settings,
    writer: LoadWriter,
    candidates: list[Candidate],
    reasons: tuple[str, ...],
    report: IngestReport,
) -> str:
    """Put the load aside under a name made of its files, the files themselves with it."""
    content = "".join(sorted(f"{each.identity.label} {each.sha256}\n" for each in candidates))
    name = f"held-{hashlib.sha256(content.encode()).hexdigest()[:10]}"
    findings = [asdict(check) for check in report.gate.results] if report.gate else []
    folder = writer.hold(name, findings, settings.now(), reasons)
    for candidate in candidates:
        _keep_original(candidate, folder / "originals")
    return name


def _keep_original(candidate: Candidate, folder: Path) -> None:
    sidecar = candidate.file.sidecar_path
    # One file may bring the records of several entities.
    if candidate.file.path.is_file():
        move_private(candidate.file.path, folder / candidate.sha256)
    if sidecar.is_file():
        move_private(sidecar, folder / f"{candidate.sha256}.meta.json")


def _put_away(settings: Settings, unchanged: Unchanged) -> None:
    """Clear a file from landing that is known; its bytes are kept already, or now."""
    folder = settings.originals
    if unchanged.held_as is not None:
        folder = settings.held / unchanged.held_as / "originals"
    if unchanged.file.path.is_file():
        move_private(unchanged.file.path, folder / unchanged.sha256)
    unchanged.file.sidecar_path.unlink(missing_ok=True)
