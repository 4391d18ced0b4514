"""Finds the files of the landing folder and what stands beside them."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from trunkline.contract import Contract, Entity
from trunkline.errors import FileRefusedError
from trunkline.settings import Settings

SIDECAR_ENDING = ".meta.json"
_NAME = re.compile(
    r".+?\.(?P<format>csv|ndjson|parquet|xml|json|ber)(?:\.(?P<compression>gz|zst))?$"
)
# GSMA names a roaming file by its parties and number alone: such a name has no ending of a format.
_NAME_ALONE = re.compile(r"[A-Z0-9]+(?:\.(?P<compression>gz|zst))?$")
_FORMAT_OF_NAME_ALONE = "ber"
_LARGEST_SIDECAR = 64 << 10
# That of the lake's BIGINT.
_HIGHEST_NUMBER = (1 << 63) - 1
# What copying programs leave while they write; it becomes a file by being renamed.
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload")


@dataclass(frozen=True)
class Sidecar:
    """What the sender says of a file, in ``<file>.meta.json``; each entry may be missing."""

    producer: str | None = None
    sequence: int | None = None
    records: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class FoundFile:
    """One file of the landing folder. ``size`` and ``modified_at`` (ns) tell whether it grows."""

    path: Path
    entity: Entity
    size: int
    modified_at: int

    @property
    def format(self) -> str:
        """csv, ndjson, parquet, xml, json or ber, from the name."""
        return self._match().groupdict().get("format", _FORMAT_OF_NAME_ALONE)

    @property
    def compression(self) -> str | None:
        """gz, zst or None, from the name."""
        return self._match()["compression"]

    @property
    def sidecar_path(self) -> Path:
        """Where the sender's own description would lie."""
        return self.path.with_name(self.path.name + SIDECAR_ENDING)

    def has_changed(self) -> bool:
        """Say whether the file was written to, or taken away, since it was found."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return True
        return (state.st_size, state.st_mtime_ns) != (self.size, self.modified_at)

    def _match(self) -> re.Match[str]:
        match = _NAME.fullmatch(self.path.name)
        if match is None and _FORMAT_OF_NAME_ALONE in self.entity.formats:
            match = _NAME_ALONE.fullmatch(self.path.name)
            if match is not None:
                return match
        if match is None or match["format"] not in self.entity.formats:
            endings = ", ".join(f".{each}" for each in self.entity.formats)
            raise FileRefusedError(
                "format",
                f"{self.entity.label} is not taken in a file of this name.",
                f"Send it as {endings} (all but Parquet also as .gz or .zst).",
            )
        return match


def readable(name: str) -> str:
    """Return the name of a file or folder as text: bytes of it that are no UTF-8 become ``?``."""
    return name.encode("utf-8", "replace").decode()


def find_files(settings: Settings, contract: Contract) -> tuple[list[FoundFile], list[str]]:
    """Return the landed files and, as sentences, what lies there but belongs to no entity."""
    found: list[FoundFile] = []
    strays: list[Path] = []
    for path in sorted(settings.landing.rglob("*")):
        if not path.is_file() or _is_skipped(path):
            continue
        parts = path.relative_to(settings.landing).parts
        entity = contract.find(parts[0], parts[1]) if len(parts) == 3 else None
        if path.is_symlink() or entity is None or entity.own:
            strays.append(path)
            continue
        try:
            state = path.stat()
        except FileNotFoundError:  # taken away since the folder was listed
            continue
        found.append(FoundFile(path, entity, state.st_size, state.st_mtime_ns))
    return found, _told(strays, settings.landing, contract)


def _told(strays: list[Path], landing: Path, contract: Contract) -> list[str]:
    """Say in which folders strays lie, and how many.

    Never their names, by which a switch may tell of persons: the folder is enough to find them.
    """
    known = [each.label for each in contract if not each.own]
    sentences = []
    for (folder, is_link), group in groupby(sorted(strays, key=_place), key=_place):
        parts = folder.relative_to(landing).parts
        count = len(list(group))
        what = f"{count} file(s), not at <source>/<entity>/<file> of the contract"
        near = difflib.get_close_matches("/".join(parts[:2]), known, n=1)
        hint = f" Did you mean {near[0]}?" if near and not is_link else ""
        if is_link:
            what = f"{count} symbolic link(s), which are not followed"
        place = readable("/".join((landing.name, *parts)))
        sentences.append(f"{place}: {what}; left there.{hint}")
    return sentences


def _place(stray: Path) -> tuple[Path, bool]:
    return stray.parent, stray.is_symlink()


def read_sidecar(file: FoundFile) -> Sidecar:
    """Read the sidecar of a file, empty when there is none."""
    try:
        text = _text_of(file.sidecar_path)
        if text is None:
            return Sidecar()
        values = json.loads(text)
        sidecar = Sidecar(
            producer=_text(values, "producer"),
            sequence=_whole_number(values, "sequence"),
            records=_whole_number(values, "records"),
            sha256=_text(values, "sha256"),
        )
    except (ValueError, AttributeError, RecursionError) as error:
        raise FileRefusedError(
            "sidecar",
            f"Its sidecar cannot be read: {error}.",
            'Write it as {"producer": "MSC01", "sequence": 123, "records": 1000, "sha256": "…"}.',
        ) from error
    return sidecar


def _text_of(sidecar: Path) -> str | None:
    """Return what a sidecar says, None where there is none; ValueError when it is none to read."""
    if not sidecar.is_file():
        return None
    try:
        if sidecar.stat().st_size > _LARGEST_SIDECAR:
            raise ValueError(f"it is larger than {_LARGEST_SIDECAR >> 10} KiB")
        return sidecar.read_text("utf-8")
    except FileNotFoundError:  # taken away since it was looked for
        return None


def _text(values: dict[str, object], name: str) -> str | None:
    value = values.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    # JSON can write half of a sign (a surrogate by itself), which no file can hold
    return value and value.encode().decode()


def _whole_number(values: dict[str, object], name: str) -> int | None:
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _HIGHEST_NUMBER:
        raise ValueError(f"{name} is not a whole number from 0 to {_HIGHEST_NUMBER}")
    return value


def _is_skipped(path: Path) -> bool:
    name = path.name
    # A sidecar may come before its file; it is read with it and never by itself.
    return name.startswith(".") or name.endswith((SIDECAR_ENDING, *_UNFINISHED))
