"""One writer at a time: a file lock that the operating system frees when its holder dies."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from trunkline.errors import LockHeldError
from trunkline.settings import Settings

_POLL_SECONDS = 0.2

# What this process holds already, so that `trunkline run` can take the lock once around the steps
# that take it themselves. The process id guards against a forked child believing it holds it.
_held: dict[tuple[int, Path], int] = {}


@contextlib.contextmanager
def writer_lock(settings: Settings, purpose: str, wait: float = 0.0) -> Iterator[None]:
    """Hold the writer's lock of a data home, waiting up to ``wait`` seconds for it.

    Raises LockHeldError naming the holder (process, purpose, since when). The lock belongs to the
    open file, so a killed holder frees it. A process that holds it may take it again.
    """
    settings.make_folders()
    key = (os.getpid(), settings.lock_file)
    if _held.get(key):
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    descriptor = os.open(settings.lock_file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, settings.lock_file, wait)
        _write_holder(descriptor, purpose)
        _held[key] = 1
        try:
            yield
        finally:
            del _held[key]
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise LockHeldError(
                    f"The writer's lock is held by {_holder(path)}.",
                    "Wait until it ends, or say --wait SECONDS.",
                ) from None
            time.sleep(_POLL_SECONDS)


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"process {holder['pid']} ({holder['purpose']}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process, which has not yet said its name"


def _write_holder(descriptor: int, purpose: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    content = json.dumps({"pid": os.getpid(), "purpose": purpose, "since": since})
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, content.encode(), 0)


def require_writer_lock(settings: Settings) -> None:
    """Raise LockHeldError unless this process holds the writer's lock."""
    if not _held.get((os.getpid(), settings.lock_file)):
        raise LockHeldError(
            "A load was begun without the writer's lock.",
            "Wrap the work in `with writer_lock(settings, purpose=...)`.",
        )
