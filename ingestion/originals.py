"""Clears landed files away to where their bytes are kept, unless they were written to meanwhile."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

from ingestion.files.bytes import read_blocks
from ingestion.files.found import FoundFile
from ingestion.records.candidate import Candidate
from ingestion.select import Unchanged
from trunkline.durable_files import move_private
from trunkline.errors import FileRefusedError
from trunkline.gates import GateResult
from trunkline.landing import LoadWriter
from trunkline.settings import Settings


def still_written(what: str = "It") -> FileRefusedError:
    """Return why a file that changes while it lands is left where it lies; ``what`` changed."""
    return FileRefusedError(
        "still_written",
        f"{what} was written to while it was being landed.",
        "It is left for the next `trunkline ingest`. Write under another name and rename the file "
        "when it is complete.",
    )


def keep_original(candidate: Candidate, folder: Path) -> None:
    """Move a landed file, and its sidecar, under the name of its hash.

    A file that came to hold other bytes since is left in landing: the next round decides on it.
    """
    sidecar = candidate.file.sidecar_path
    if _move(candidate.file, candidate.sha256, folder) and sidecar.is_file():
        move_private(sidecar, folder / f"{candidate.sha256}.meta.json")


def hold(
    settings: Settings,
    writer: LoadWriter,
    candidates: list[Candidate],
    gate: GateResult,
    reasons: tuple[str, ...],
) -> str:
    """Put a load aside under a name made of its files, which it returns; the files go with it."""
    content = "".join(sorted(f"{each.identity.label} {each.sha256}\n" for each in candidates))
    name = f"held-{hashlib.sha256(content.encode()).hexdigest()[:10]}"
    findings = [asdict(check) for check in gate.results]
    folder = writer.hold(name, findings, settings.now(), reasons)
    for candidate in candidates:
        keep_original(candidate, folder / "originals")
    return name


def put_away(settings: Settings, unchanged: Unchanged) -> None:
    """Clear a file from landing that is known; its bytes are kept already, or now."""
    folder = settings.originals
    if unchanged.held_as is not None:
        folder = settings.held / unchanged.held_as / "originals"
    if _move(unchanged.file, unchanged.sha256, folder):
        unchanged.file.sidecar_path.unlink(missing_ok=True)


def _move(file: FoundFile, sha256: str, folder: Path) -> bool:
    """Move a file unless its bytes are others by now; say whether it is out of landing."""
    # One file may bring the records of several entities, and is then moved with the first.
    if not file.path.is_file():
        return True
    if file.has_changed() and _sha256_of(file) != sha256:
        return False
    move_private(file.path, folder / sha256)
    return True


def _sha256_of(file: FoundFile) -> str | None:
    """Hash the uncompressed bytes; None while they cannot be read to their end."""
    found = hashlib.sha256()
    try:
        for block in read_blocks(file.path, file.compression):
            found.update(block)
    except (FileRefusedError, FileNotFoundError):
        return None
    return found.hexdigest()
