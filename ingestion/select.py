"""Decides of each landed file whether it is new, known already, or refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingestion.examine import examine
from ingestion.files.found import FoundFile
from ingestion.known import Known
from ingestion.records.candidate import Candidate, numbered
from trunkline.contract import Contract
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

    def refuse(self, file: FoundFile, refusal: FileRefusedError) -> None:
        """Refuse a file, and with it every entity of which it was to bring records."""
        self.candidates = [each for each in self.candidates if each.file.path != file.path]
        self.refused.append((file, refusal))


def select_files(
    files: Iterable[FoundFile],
    contract: Contract,
    known: Known,
    replaced: str | None,
    progress: Progress,
) -> Selection:
    """Inspect every file and sort it; ``replaced`` is the identity whose rewriting is declared."""
    selection = Selection()
    found = list(files)
    for number, file in enumerate(found):
        progress.show("reading the landed files", number, len(found), "files")
        try:
            for candidate in examine(file, contract):
                _sort(candidate, known, replaced, selection)
        except FileRefusedError as refusal:
            selection.refuse(file, refusal)
    _compare_within_load(selection)
    selection.candidates = numbered(selection.candidates)
    return selection


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
