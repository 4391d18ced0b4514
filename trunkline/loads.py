"""Manifests: which loads are committed, and what each holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from trunkline.errors import LoadError
from trunkline.settings import Settings

# event_id packs load_seq * 2^43 + file_no * 2^29 + line_no into a BIGINT.
HIGHEST_LOAD = 2**20 - 1
HIGHEST_FILE = 2**14 - 1
HIGHEST_LINE = 2**29 - 1


@dataclass(frozen=True)
class LoadFile:
    """One file of a load, as it stands in ``load_files`` and in the manifest.

    ``records`` counts without the header, and records = accepted + rejected. ``identity`` is
    source/entity/producer/sequence, or source/entity/sha256:… for a file whose name gives none.
    """

    file_no: int
    source: str
    entity: str
    load_mode: str
    origin: str
    sha256: str
    producer: str | None
    sequence: int | None
    records: int
    accepted: int
    rejected: int
    first_event_at: datetime | None
    last_event_at: datetime | None
    contract_version: int
    identity: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataFile:
    """One Parquet file of a load: path below the lake, rows and bytes."""

    path: str
    rows: int
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What one committed load holds. Its appearance in ``lake/_loads`` is the commit."""

    load_seq: int
    kind: str
    landed_at: datetime
    files: tuple[LoadFile, ...] = ()
    data_files: tuple[DataFile, ...] = ()
    reasons: tuple[str, ...] = ()
    held_as: str | None = None

    def to_json(self) -> str:
        """Return the manifest as one line of JSON."""
        return json.dumps(asdict(self), default=_to_text, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read a manifest back from its line of JSON."""
        values = json.loads(text)
        return cls(
            load_seq=values["load_seq"],
            kind=values["kind"],
            landed_at=datetime.fromisoformat(values["landed_at"]),
            files=tuple(load_file_from_json(each) for each in values["files"]),
            data_files=tuple(DataFile(**each) for each in values["data_files"]),
            reasons=tuple(values["reasons"]),
            held_as=values["held_as"],
        )


def load_file_from_json(values: dict[str, Any]) -> LoadFile:
    """Read one file record of a manifest or of a held load."""
    names = {each.name for each in fields(LoadFile)}
    options = {name: value for name, value in values.items() if name in names}
    for name in ("first_event_at", "last_event_at"):
        options[name] = datetime.fromisoformat(options[name]) if options[name] else None
    options["notes"] = tuple(options.get("notes", ()))
    return LoadFile(**options)


def manifest_path(settings: Settings, load_seq: int) -> Path:
    """Return where the manifest of a load lies."""
    return settings.manifests / f"{load_seq}.json"


def read_manifest(settings: Settings, load_seq: int) -> Manifest:
    """Read one manifest; raise LoadError when there is none or it cannot be read."""
    path = manifest_path(settings, load_seq)
    try:
        return Manifest.from_json(path.read_text("utf-8"))
    except FileNotFoundError:
        last = last_load_seq(settings)
        raise LoadError(f"There is no load {load_seq}.", f"The last one is {last}.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError(
            f"The manifest {path.name} cannot be read: {error}.", "Restore it from a backup."
        ) from error


def committed_loads(settings: Settings) -> list[Manifest]:
    """Return the manifests of all committed loads in their order, genesis first."""
    return [read_manifest(settings, load_seq) for load_seq in _load_seqs(settings)]


def last_load_seq(settings: Settings) -> int:
    """Return the number of the last committed load; 0 where there is only genesis or nothing."""
    return max(_load_seqs(settings), default=0)


def _load_seqs(settings: Settings) -> list[int]:
    if not settings.manifests.is_dir():
        return []
    names = (path.stem for path in settings.manifests.glob("*.json"))
    return sorted(int(name) for name in names if name.isdigit())


def _to_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a manifest")
