"""Complete exports: two of them in one load would be united, and what the newer lacks would stay.

The newest load that brings such an entity counts, with all its files: they are the parts of one
export. Parts share no key; two files that do are exports of two times, and cannot both count.
A part cannot land without the others either: what it lacks would be gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingestion.fields.quoting import identifier, literal
from ingestion.files.found import FoundFile
from ingestion.files.identity import shown_name
from ingestion.records.candidate import Candidate
from ingestion.records.stage import Stage
from trunkline.contract import Entity, lake_columns
from trunkline.errors import FileRefusedError


@dataclass
class Overlap:
    """Files of one load that cannot count beside one another."""

    known: list[Candidate] = field(default_factory=list)
    """Those whose bytes landed before: delivered once more beside a newer export."""
    refused: list[tuple[Candidate, FileRefusedError]] = field(default_factory=list)


def torn_exports(lost: Iterable[FoundFile]) -> set[str]:
    """Return the labels of complete exports of which one of the files given is lost to a load."""
    return {file.entity.label for file in lost if file.entity.load_mode == "full"}


def refuse_torn(stage: Stage) -> None:
    """Refuse the sound files of a complete export that has a refused one."""
    torn = torn_exports(tally.candidate.file for tally in stage.refused())
    for tally in stage.tallies.values():
        if tally.refusal is None and tally.candidate.file.entity.label in torn:
            tally.refusal = part_refused(tally.candidate.file.entity)


def part_refused(entity: Entity) -> FileRefusedError:
    """Return why a sound part of a complete export is refused."""
    return FileRefusedError(
        "export_part_refused",
        f"Another file of {entity.label} was refused beside it: landed alone, this part of a "
        "complete export would delete all that the other holds.",
        "Mend the other and send all parts again together; if the other is no part of it, send "
        "this one alone.",
    )


def find_overlap(stage: Stage) -> Overlap:
    """Look through the staged files of complete exports for keys that several of them hold.

    Where known files lie between, they are to be left out first: without them the rest may be
    sound.
    """
    by_entity: dict[str, list[Candidate]] = {}
    for tally in stage.tallies.values():
        entity = tally.candidate.file.entity
        if entity.load_mode == "full" and entity.key and tally.refusal is None:
            by_entity.setdefault(entity.label, []).append(tally.candidate)
    found = Overlap()
    for group in by_entity.values():
        shared = _files_with_shared_keys(stage, group) if len(group) > 1 else set()
        sharing = [each for each in group if each.file_no in shared]
        known = [each for each in sharing if each.landed_in is not None]
        if known:
            found.known += known
        elif sharing:
            # All of them: what is left of an export without some of its parts deletes the others.
            found.refused += [(each, _two_exports(sharing)) for each in group]
    return found


def _files_with_shared_keys(stage: Stage, group: list[Candidate]) -> set[int]:
    """Return the numbers of those files that have a key in common with another of the group.

    Rows of refused files are staged as well until it is done anew: they count for nothing here.
    """
    entity = group[0].file.entity
    key = ", ".join(identifier(lake_columns(entity.column(name))[0][0]) for name in entity.key)
    folder = stage.writer.directory / "lake" / entity.source / entity.name
    if not any(folder.glob("*.parquet")):
        return set()
    numbers = ", ".join(str(each.file_no) for each in group)
    staged = f"read_parquet({literal(str(folder / '*.parquet'))})"
    files = f"(from {staged} where file_no in ({numbers}))"
    rows = stage.connection.execute(
        f"with shared as (select {key} from {files} group by {key}"
        f" having min(file_no) <> max(file_no))"
        f" select distinct file_no from {files} semi join shared using ({key})"
    ).fetchall()
    return {number for (number,) in rows}


def _two_exports(sharing: list[Candidate]) -> FileRefusedError:
    names = " and ".join(sorted(shown_name(each.file, each.sha256) for each in sharing))
    return FileRefusedError(
        "two_exports",
        f"{names} hold the same keys: they are complete exports of {sharing[0].file.entity.label} "
        "of several times, of which one load can take one.",
        "Send the newest alone; if they are parts of one export, let no two hold the same key.",
    )
