"""Files that leave exactly once, whole, whatever kills the export.

A file is written aside, then the state says that it is about to leave, then one rename lets it
leave, then the state says that it has. What was written aside is still there exactly while the
rename has not been done, so that a later export knows which it was, even if the receiver has
taken the file away meanwhile.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trunkline.durable_files import sync, write_durably
from trunkline.errors import TrunklineError

STATE = ".trunkline_export.json"
_ASIDE = ".partial"
_OURS = re.compile(rf"[a-z]+_[0-9]{{6,}}-[0-9]{{6,}}\.[a-z]+{re.escape(_ASIDE)}")


@dataclass(frozen=True)
class Range:
    """The loads from ``first`` to ``last``, both included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first:06d}-{self.last:06d}"


class Outbox:
    """A folder of exports with its state: up to which load each kind of file has left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state: dict[str, Any] = {"left": {}, "leaving": None}

    @contextmanager
    def opened(self) -> Iterator[Outbox]:
        """Hold the folder alone, and finish first what a killed export left undone.

        Raises TrunklineError when another export holds it or its state cannot be read.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise TrunklineError(
                    f"Another export writes to {self._folder}.", "Wait until it has ended."
                ) from None
            self._read()
            self._finish()
            yield self
        finally:
            os.close(descriptor)

    def last_of(self, kind: str) -> int:
        """Return the last load of which a kind of file has left, 0 before the first."""
        return int(self._state["left"].get(kind, 0))

    def path(self, kind: str, loads: Range, ending: str) -> Path:
        """Return where the file of a kind and of some loads goes."""
        return self._folder / f"{kind.partition('/')[2]}_{loads}{ending}"

    def send(
        self, kind: str, loads: Range, ending: str, lines: Callable[[], Iterable[str]]
    ) -> Path | None:
        """Let a file leave, None where it would hold nothing; the state knows it afterwards.

        A range that begins behind a gap does not move the state, so that the gap can still leave.
        Where the state knows nothing of the kind, what is before the range counts as having left.
        """
        target = self.path(kind, loads, ending)
        aside = target.with_name(target.name + _ASIDE)
        with aside.open("w", encoding="utf-8", newline="") as file:
            count = 0
            for line in lines():
                file.write(line)
                count += 1
            file.flush()
            os.fsync(file.fileno())
        moves = kind not in self._state["left"] or loads.first <= self.last_of(kind) + 1
        last = max(loads.last, self.last_of(kind)) if moves else self.last_of(kind)
        if not count:
            aside.unlink()
            self._write(kind, last, None)
            return None
        self._write(kind, self.last_of(kind), {"kind": kind, "last": last, "file": target.name})
        leave(aside, target)
        self._write(kind, last, None)
        return target

    def _read(self) -> None:
        try:
            text = (self._folder / STATE).read_text("utf-8")
        except FileNotFoundError:
            return
        try:
            state = json.loads(text)
            self._state = {"left": dict(state["left"]), "leaving": state["leaving"]}
        except (ValueError, KeyError, TypeError) as error:
            raise TrunklineError(
                f"{self._folder / STATE}, which says what has left, cannot be read.",
                "Restore it, or remove it and say --since with the last load that has left.",
            ) from error

    def _finish(self) -> None:
        """Do what was to be done when an export was killed; what was not yet decided is dropped."""
        leaving = self._state["leaving"]
        if leaving is not None:
            target = self._folder / leaving["file"]
            aside = target.with_name(target.name + _ASIDE)
            if aside.exists():
                leave(aside, target)
            self._write(leaving["kind"], leaving["last"], None)
        for aside in self._folder.glob(f"*{_ASIDE}"):
            # others may write to the folder too
            if _OURS.fullmatch(aside.name):
                aside.unlink()

    def _write(self, kind: str, last: int, leaving: dict[str, Any] | None) -> None:
        self._state = {"left": self._state["left"] | {kind: last}, "leaving": leaving}
        text = json.dumps(self._state, indent=1, sort_keys=True) + "\n"
        write_durably(self._folder / STATE, text)


def leave(aside: Path, target: Path) -> None:
    """Put a file in place by one rename, and make that durable."""
    aside.replace(target)
    sync(target.parent)
