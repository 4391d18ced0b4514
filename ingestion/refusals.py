"""Files that were refused whole: kept, with the reason beside each, and listed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from ingestion.files.found import FoundFile
from ingestion.files.identity import shown_name
from ingestion.records.tally import Reject
from trunkline.durable_files import move_private, write_durably
from trunkline.errors import FileRefusedError
from trunkline.settings import PRIVATE_FILE, Settings

# Refused while it was still being written: its sender will finish it where it lies.
_LEFT_IN_LANDING = "still_written"


@dataclass(frozen=True)
class Refusal:
    """One refused file: what it was, why, and the name under which it is kept.

    ``kept_as`` is the SHA-256 of its bytes as they came (compressed or not); None if it was left.
    """

    origin: str
    source: str
    entity: str
    rule: str
    line: int | None
    field: str | None
    message: str
    advice: str
    refused_at: str
    kept_as: str | None
    rejects: tuple[dict[str, Any], ...] = ()

    def __str__(self) -> str:
        where = f": line {self.line}" if self.line is not None else ""
        where += f", field {self.field}" if self.field else ""
        kept = f"Kept as restricted/refused/{self.kept_as}." if self.kept_as else "Left in landing."
        return (
            f"{self.source}/{self.entity}/{self.origin}{where}: refused, rule {self.rule}. "
            f"{self.message} What to do: {self.advice} {kept}"
        )


def refuse_file(
    settings: Settings,
    file: FoundFile,
    error: FileRefusedError,
    rejects: Sequence[Reject] = (),
) -> Refusal:
    """Move a file out of landing to where refused ones are kept, its reason beside it.

    One that was taken away meanwhile counts as left.
    """
    kept_as = None if error.rule == _LEFT_IN_LANDING else _sha256_of(file.path)
    refusal = Refusal(
        origin=shown_name(file, kept_as),
        source=file.entity.source,
        entity=file.entity.name,
        rule=error.rule,
        line=error.line,
        field=error.field,
        message=error.message,
        advice=error.advice,
        refused_at=settings.now().isoformat(timespec="seconds"),
        kept_as=kept_as,
        rejects=tuple(asdict(reject) for reject in rejects),
    )
    if refusal.kept_as is None:
        return refusal
    keep_refusal(settings, refusal)
    kept = settings.refused / refusal.kept_as
    try:
        move_private(file.path, kept)
        if file.sidecar_path.is_file():
            move_private(file.sidecar_path, settings.refused / f"{refusal.kept_as}.meta.json")
    except FileNotFoundError:
        if not kept.exists():  # the bytes are gone: nothing is kept of which to give a reason
            _reason_path(settings, refusal).unlink()
            return replace(refusal, kept_as=None)
    return refusal


def keep_refusal(settings: Settings, refusal: Refusal) -> None:
    """Write the reason of a refusal beside where its file is kept."""
    reason = json.dumps(asdict(refusal), ensure_ascii=False, indent=1)
    write_durably(_reason_path(settings, refusal), reason, PRIVATE_FILE)


def _reason_path(settings: Settings, refusal: Refusal) -> Path:
    return settings.refused / f"{refusal.kept_as}.reason.json"


def refusals(settings: Settings) -> list[Refusal]:
    """Return the refused files that are kept, oldest first."""
    found = []
    for path in settings.refused.glob("*.reason.json"):
        values = json.loads(path.read_text("utf-8"))
        values["rejects"] = tuple(values["rejects"])
        found.append(Refusal(**values))
    return sorted(found, key=lambda each: (datetime.fromisoformat(each.refused_at), each.origin))


def _sha256_of(path: Path) -> str | None:
    """Hash the bytes as they came; None where the file was taken away."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def rejects_of(folder: Path, file_no: int) -> list[tuple[int, str | None, str, str]]:
    """Return line, field, rule and message of a file's rejected records, by line.

    ``folder`` holds the load's rejects as Parquet files; without any there are none.
    """
    if not any(folder.glob("*.parquet")):
        return []
    with duckdb.connect() as connection:
        return connection.execute(
            "select record_line, field, rule, message from read_parquet($path)"
            " where file_number = $number order by record_line",
            {"path": str(folder / "*.parquet"), "number": file_no},
        ).fetchall()
