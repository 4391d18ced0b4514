"""Tells which files in landing have arrived whole, for a watch that must not take half of one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingestion.files.found import FoundFile, find_files
from trunkline.contract import Contract
from trunkline.settings import Settings


@dataclass(frozen=True)
class _Seen:
    """Size and time of change of a file, and since when they are the same."""

    size: int
    modified_at: int
    since: float


class Arrivals:
    """Looks at landing again and again; a file is whole once it stopped growing.

    It stopped when size and time of change were the same for ``settle`` seconds, or at once when
    its sidecar was written after it. ``clock`` gives seconds that only go forward.
    """

    def __init__(
        self,
        settings: Settings,
        contract: Contract,
        settle: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._contract = contract
        self._settle = settle
        self._clock = clock
        self._seen: dict[Path, _Seen] = {}

    def look(self) -> list[FoundFile]:
        """Look at landing once and return the files that are whole."""
        now = self._clock()
        files, _ = find_files(self._settings, self._contract)
        seen = {}
        for file in files:
            before = self._seen.get(file.path)
            is_same = before is not None and _state(before) == _state(file)
            since = before.since if before is not None and is_same else now
            seen[file.path] = _Seen(file.size, file.modified_at, since)
        self._seen = seen
        return [file for file in files if self.is_whole(file)]

    def is_whole(self, file: FoundFile) -> bool:
        """Say whether a file is as it was at the last look, and was whole then."""
        seen = self._seen.get(file.path)
        if seen is None or _state(seen) != _state(file):
            return False
        return self._clock() - seen.since >= self._settle or _has_late_sidecar(file)


def _state(file: FoundFile | _Seen) -> tuple[int, int]:
    return file.size, file.modified_at


def _has_late_sidecar(file: FoundFile) -> bool:
    try:
        return file.sidecar_path.stat().st_mtime_ns >= file.modified_at
    except FileNotFoundError:
        return False
