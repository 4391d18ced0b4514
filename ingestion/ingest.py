"""Lands what lies in the landing folder as one load."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ingestion.exports import find_overlap, refuse_torn, torn_exports
from ingestion.files.found import FoundFile, find_files
from ingestion.known import Known, read_known
from ingestion.originals import hold, keep_original, put_away, still_written
from ingestion.records.candidate import Candidate, numbered
from ingestion.records.stage import Stage
from ingestion.refusals import refuse_file
from ingestion.replacement import take_back_vanished
from ingestion.report import IngestReport
from ingestion.select import Unchanged, select_files
from trunkline.contract import load_contract
from trunkline.errors import TrunklineError
from trunkline.faults import crash_point
from trunkline.gates import RawGate, StagedLoad
from trunkline.landing import LoadWriter
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
    contract.check_sources(settings.sources, "sources.yml")
    writer = LoadWriter.begin(settings, "ingest", contract)
    known = read_known(settings)
    files, strays = find_files(settings, contract)
    selection = select_files(_arrived(files, is_whole), contract, known, replace, progress)
    report = IngestReport(unchanged=selection.unchanged, strays=strays)
    for file, error in selection.refused:
        report.refused.append(refuse_file(settings, file, error))
    for unchanged in selection.unchanged:
        put_away(settings, unchanged)
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


def _arrived(files: list[FoundFile], is_whole: IsWhole | None) -> list[FoundFile]:
    """Return the files that are whole, of a complete export only with all its parts."""
    if is_whole is None:
        return files
    waiting = {file.path: file for file in files if not is_whole(file)}
    torn = torn_exports(waiting.values())
    return [file for file in files if file.path not in waiting and file.entity.label not in torn]


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
    keys = load_keys(settings)
    while candidates:
        with closing(Stage(settings, writer, keys)) as stage:
            candidates = _stage(settings, stage, known, candidates, report, progress)
            if not candidates:
                return
            stage.finish()
        crash_point("ingest.after_stage")
        sound = _without_written(settings, candidates, report)
        if len(sound) == len(candidates):
            report.gate = gate(_staged_load(writer))
            # The gate takes its time: what is committed must still be what lies in landing.
            sound = _without_written(settings, candidates, report)
        if len(sound) == len(candidates):
            break
        report.gate = None
        candidates = sound
        writer.discard()
    if report.gate is None:
        return
    # what was to replace may have been refused or left since, with the others landing
    reasons = reasons if any(each.replaces for each in candidates) else ()
    report.landed = tuple(writer.files)
    if not report.gate.success:
        report.held_as = hold(settings, writer, candidates, report.gate, reasons)
        return
    report.load_seq = writer.commit(settings.now(), reasons).load_seq
    crash_point("ingest.before_originals")
    for candidate in candidates:
        keep_original(candidate, settings.originals)


def _without_written(
    settings: Settings, candidates: list[Candidate], report: IngestReport
) -> list[Candidate]:
    """Leave in landing what was written to since it was found; return the others, numbered anew."""
    written = {each.file.path: each.file for each in candidates if each.file.has_changed()}
    torn = torn_exports(written.values())
    beside = {each.file.path: each.file for each in candidates if each.file.entity.label in torn}
    for path, file in (written | beside).items():
        reason = still_written() if path in written else still_written("Another part of its export")
        report.refused.append(refuse_file(settings, file, reason))
    left = written | beside
    return numbered([each for each in candidates if each.file.path not in left])


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
        gone = _leave_out_overlap(settings, stage, report)
        refuse_torn(stage)
        refused = stage.refused()
        if not refused and not gone:
            break
        for tally in refused:
            file = tally.candidate.file
            if tally.refusal is not None and file.path not in gone:
                report.refused.append(refuse_file(settings, file, tally.refusal, tally.named))
            gone.add(file.path)
        candidates = numbered([each for each in candidates if each.file.path not in gone])
        stage.start_over()
    return candidates


def _leave_out_overlap(settings: Settings, stage: Stage, report: IngestReport) -> set[Path]:
    """Note which complete exports cannot count in one load; return the files known before."""
    overlap = find_overlap(stage)
    for candidate, refusal in overlap.refused:
        stage.tallies[candidate.file_no].refusal = refusal
    for candidate in overlap.known:
        reason = f"the same bytes landed in load {candidate.landed_in}, and newer ones came with it"
        report.unchanged.append(Unchanged(candidate.file, candidate.sha256, reason))
        put_away(settings, report.unchanged[-1])
    return {candidate.file.path for candidate in overlap.known}


def _staged_load(writer: LoadWriter) -> StagedLoad:
    paths: dict[tuple[str, str], list[Path]] = {}
    for path in writer.data_files():
        paths.setdefault((path.parent.parent.name, path.parent.name), []).append(path)
    return StagedLoad(writer.load_seq, tuple(writer.files), paths)
