"""Decides of each landed file whether it is new, known already, or refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingestion.delimited.header import Layout, read_layout
from ingestion.delimited.lines import read_lines
from ingestion.delimited.templates import recognise_template
from ingestion.files.found import FoundFile, read_sidecar
from ingestion.files.identity import file_identity
from ingestion.files.inspect import UTF8_MARK, Inspection, inspect_file
from ingestion.known import Known
from ingestion.records.candidate import Candidate, numbered
from ingestion.records.parquet_file import read_parquet_layout
from trunkline.errors import FileRefusedError
from trunkline.progress import Progress


@dataclass(frozen=True)
class Unchanged:
    """A file whose bytes are known under its identity: landing it again changes nothing."""

    file: FoundFile
    sha256: str
    reason: str
    held_as: str | None = None


@dataclass
class Selection:
    """What is to be done with each landed file."""

    candidates: list[Candidate] = field(default_factory=list)
    unchanged: list[Unchanged] = field(default_factory=list)
    refused: list[tuple[FoundFile, FileRefusedError]] = field(default_factory=list)


def select_files(
    files: Iterable[FoundFile], known: Known, replaced: str | None, progress: Progress
) -> Selection:
    """Inspect every file and sort it; ``replaced`` is the identity whose rewriting is declared."""
    selection = Selection()
    found = list(files)
    for number, file in enumerate(found):
        progress.show("reading the landed files", number, len(found), "files")
        try:
            candidate = examine(file)
        except FileRefusedError as refusal:
            selection.refused.append((file, refusal))
            continue
        try:
            _sort(candidate, known, replaced, selection)
        except FileRefusedError as refusal:
            selection.refused.append((file, refusal))
    _compare_within_load(selection)
    selection.candidates = numbered(selection.candidates)
    return selection


def examine(file: FoundFile) -> Candidate:
    """Read a file once and match its columns; raise FileRefusedError when it cannot be landed."""
    kind = file.format  # refuses a name that says no format
    sidecar = read_sidecar(file)
    inspection = inspect_file(file, sidecar)
    identity = file_identity(file, sidecar, inspection.sha256)
    if kind == "parquet":
        layout, records = read_parquet_layout(file)
    elif kind == "ndjson":
        layout = Layout(tuple(column.name for column in file.entity.columns))
        records = inspection.lines
    else:
        if file.entity.record_templates:
            layout = recognise_template(file)
        else:
            layout = read_layout(file.entity, inspection)
        records = _count_records(file, inspection)
    if sidecar.records is not None and sidecar.records != records:
        raise FileRefusedError(
            "sidecar_records",
            f"It holds {records} records, its sidecar says {sidecar.records}.",
            "Have both sent again: the file may have been cut at the end of a line.",
        )
    notes = _notes(file, inspection, layout)
    return Candidate(file, identity, inspection.sha256, layout, records, notes)


def _count_records(file: FoundFile, inspection: Inspection) -> int:
    if inspection.size == 0:
        return 0
    if file.entity.quoted_newlines and inspection.has_quotes:
        return sum(each.batch.num_rows for each in read_lines(file, 0, file.entity.header))
    return inspection.lines - int(file.entity.header)


def _notes(file: FoundFile, inspection: Inspection, layout: Layout) -> tuple[str, ...]:
    notes = []
    if layout.template:
        notes.append(f"written by the template {layout.template.name}")
    if layout.unknown:
        notes.append(f"unknown columns kept aside: {', '.join(layout.unknown)}")
    if layout.absent:
        notes.append(f"optional columns not sent: {', '.join(layout.absent)}")
    if inspection.first_line.startswith(UTF8_MARK):
        notes.append("begins with a byte order mark, which was passed over")
    if inspection.has_mixed_line_ends:
        notes.append("mixes LF and CRLF line ends; both were taken")
    return tuple(notes)


def _sort(candidate: Candidate, known: Known, replaced: str | None, selection: Selection) -> None:
    file, identity, sha256 = candidate.file, candidate.identity, candidate.sha256
    held_as = known.held.get((identity.label, sha256))
    if held_as is not None:
        reason = f"the same bytes are held as {held_as}"
        selection.unchanged.append(Unchanged(file, sha256, reason, held_as))
        return
    landed = known.load_of(identity.label, sha256)
    if landed is not None:
        reason = f"the same bytes landed as {identity.label} in load {landed}"
        selection.unchanged.append(Unchanged(file, sha256, reason))
        return
    if not identity.is_declared:
        other = known.landed_as(file.entity.source, file.entity.name, sha256)
        if other is not None:
            reason = f"the same bytes landed as {other}"
            selection.unchanged.append(Unchanged(file, sha256, reason))
            return
    elif known.newest(identity.label) and identity.label == replaced:
        selection.candidates.append(replace(candidate, replaces=True))
        return
    elif known.newest(identity.label) or identity.label in known.held_identities:
        raise _rewritten(identity.label, known)
    selection.candidates.append(candidate)


def _rewritten(identity: str, known: Known) -> FileRefusedError:
    newest = known.newest(identity)
    where = (
        f"in load {newest[0]}" if newest else f"and is held as {known.held_identities[identity]}"
    )
    return FileRefusedError(
        "rewritten",
        f"Other bytes landed as {identity} {where}.",
        f"If it is meant to replace them, put it back into landing and say "
        f"`trunkline ingest --replace {identity} --reason …`; if it is another file, give it "
        "its own sequence number.",
    )


def _compare_within_load(selection: Selection) -> None:
    """Sort out files of one load that are the same file, or claim to be."""
    by_identity: dict[str, list[Candidate]] = {}
    for candidate in selection.candidates:
        by_identity.setdefault(candidate.identity.label, []).append(candidate)
    declared = {
        (each.file.entity.label, each.sha256)
        for each in selection.candidates
        if each.identity.is_declared
    }
    selection.candidates = []
    for label, group in by_identity.items():
        if len({each.sha256 for each in group}) > 1:
            names = ", ".join(each.file.path.name for each in group)
            for each in group:
                refusal = FileRefusedError(
                    "ambiguous_identity",
                    f"{names} all say they are {label}, with different bytes.",
                    "Send the right one alone.",
                )
                selection.refused.append((each.file, refusal))
            continue
        first, *others = group
        if not first.identity.is_declared and (first.file.entity.label, first.sha256) in declared:
            others = group
        else:
            selection.candidates.append(first)
        for each in others:
            reason = "the same bytes lie in landing twice"
            selection.unchanged.append(Unchanged(each.file, each.sha256, reason))
