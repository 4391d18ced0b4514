"""Decides of each landed file whether it is new, known already, or refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingestion.examine import examine
from ingestion.exports import part_refused, torn_exports
from ingestion.files.found import FoundFile
from ingestion.files.identity import shown_name
from ingestion.known import Known, is_of_states
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
    _sort_states(selection, known)
    _compare_within_load(selection)
    torn = torn_exports(file for file, _ in selection.refused)
    for candidate in [each for each in selection.candidates if each.file.entity.label in torn]:
        selection.refuse(candidate.file, part_refused(candidate.file.entity))
    selection.candidates = numbered(selection.candidates)
    return selection


def _sort(candidate: Candidate, known: Known, replaced: str | None, selection: Selection) -> None:
    file, identity, sha256 = candidate.file, candidate.identity, candidate.sha256
    held_as = known.held.get((identity.label, sha256))
    if held_as is not None:
        reason = f"the same bytes are held as {held_as}"
        selection.unchanged.append(Unchanged(file, sha256, reason, held_as))
        return
    if _is_of_states(candidate):
        selection.candidates.append(candidate)  # decided beside the entity's other files
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


def _is_of_states(candidate: Candidate) -> bool:
    return is_of_states(candidate.file.entity, is_declared=candidate.identity.is_declared)


def _sort_states(selection: Selection, known: Known) -> None:
    """Tell deliveries of the same files from a return to what was so before, by entity."""
    by_entity: dict[str, list[Candidate]] = {}
    for candidate in list(selection.candidates):
        if _is_of_states(candidate):
            by_entity.setdefault(candidate.file.entity.label, []).append(candidate)
    for group in by_entity.values():
        entity = group[0].file.entity
        last = known.last_bytes(entity.source, entity.name)
        sent = {each.sha256 for each in group}
        landed = {each.sha256: known.landed(entity, each.sha256) for each in group}
        is_all_known = all(landed.values())
        for candidate in group:
            before = landed[candidate.sha256]
            if before is None:
                continue
            if entity.load_mode == "full" and not (
                sent <= last or (is_all_known and last and last <= sent)
            ):
                place = selection.candidates.index(candidate)
                selection.candidates[place] = _returning(candidate, before[1], last)
            elif entity.load_mode == "full" or candidate.sha256 in last or last <= sent:
                selection.candidates.remove(candidate)
                reason = f"the same bytes landed as {before[0]} in load {before[1]}"
                selection.unchanged.append(Unchanged(candidate.file, candidate.sha256, reason))
            else:
                selection.refuse(candidate.file, _returned(entity.label, before[1]))


def _returning(candidate: Candidate, load_seq: int, last: set[str]) -> Candidate:
    """Mark bytes of a complete export that landed before; what counts at present is no return."""
    notes = candidate.notes
    if candidate.sha256 not in last:
        again = f"the same bytes landed in load {load_seq}; they count as the newest again"
        notes = (*notes, again)
    return replace(candidate, landed_in=load_seq, notes=notes)


def _returned(entity: str, load_seq: int) -> FileRefusedError:
    return FileRefusedError(
        "landed_before",
        f"The same bytes landed in load {load_seq}, and other files of {entity} since: whether "
        "it came twice or its records are to hold again, nobody can tell from it.",
        "If it only came twice, leave it. If its records are to count as the newest, put it back "
        'with a sidecar that numbers it: {"sequence": 1}, and higher each time.',
    )


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
            names = ", ".join(shown_name(each.file, each.sha256) for each in group)
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
