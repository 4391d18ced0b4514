"""Loads that failed the raw gate: staged whole, without a number, until somebody decides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from trunkline.errors import LoadError
from trunkline.loads import LoadFile, load_file_from_json
from trunkline.settings import Settings


@dataclass(frozen=True)
class HeldLoad:
    """A held load: its name, since when, after which load, its reasons, files and findings."""

    name: str
    folder: Path
    kind: str
    held_at: datetime
    after_load: int
    reasons: tuple[str, ...]
    files: tuple[LoadFile, ...]
    findings: tuple[dict[str, Any], ...]


def held_loads(settings: Settings) -> list[HeldLoad]:
    """Return the held loads, oldest first."""
    if not settings.held.is_dir():
        return []
    folders = [path.parent for path in settings.held.glob("*/held.json")]
    return sorted((_read(folder) for folder in folders), key=lambda load: load.held_at)


def held_load(settings: Settings, name: str) -> HeldLoad:
    """Return one held load by its name; raise LoadError naming those there are."""
    loads = held_loads(settings)
    for load in loads:
        if load.name == name:
            return load
    names = ", ".join(load.name for load in loads) or "none"
    raise LoadError(f"No load is held as {name}.", f"Held are: {names}.")


def _read(folder: Path) -> HeldLoad:
    values = json.loads(folder.joinpath("held.json").read_text("utf-8"))
    return HeldLoad(
        name=folder.name,
        folder=folder,
        kind=values["kind"],
        held_at=datetime.fromisoformat(values["held_at"]),
        after_load=values["after_load"],
        reasons=tuple(values["reasons"]),
        files=tuple(load_file_from_json(each) for each in values["files"]),
        findings=tuple(values["findings"]),
    )
