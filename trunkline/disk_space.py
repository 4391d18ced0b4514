"""A full disk: noticed before a run where it can be, and named plainly where it cannot."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from trunkline.errors import TrunklineError, words_of
from trunkline.settings import Settings

SMALLEST_FREE = 300 * 2**20
SPACE_PER_LANDED_BYTE = 4
"""Originals, lake, warehouse and snapshot each keep a share of what is landed."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID_BY_DUCKDB = ("no space left", "file too large", "disk quota", "could not write")


class NoSpaceError(TrunklineError):
    """The disk is full, or too full to begin."""


def check_space(settings: Settings) -> None:
    """Refuse to begin on a disk that would run full half-way."""
    settings.make_folders()
    landed = sum(_size_of(path) for path in settings.landing.rglob("*") if path.is_file())
    needed = SMALLEST_FREE + SPACE_PER_LANDED_BYTE * landed
    free = shutil.disk_usage(settings.home).free
    if free < needed:
        raise NoSpaceError(
            f"{settings.home} has {free >> 20} MB free; this run needs about {needed >> 20} MB.",
            "Free some space and run again. Nothing was changed.",
        )


def _size_of(landed: Path) -> int:
    try:
        return landed.stat().st_size
    except FileNotFoundError:  # taken away since the folder was listed
        return 0


def says_disk_is_full(error: OSError | duckdb.Error) -> bool:
    """Say whether an error is that of a full disk, as the system or DuckDB words it."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    text = " ".join(str(error).split()).lower()
    return any(words in text for words in _SAID_BY_DUCKDB)


@contextmanager
def full_disk_named(settings: Settings) -> Iterator[None]:
    """Turn the errors of a full disk, which come from many places, into one that says so."""
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not says_disk_is_full(error):
            raise
        raise NoSpaceError(
            f"The disk of {settings.home} is full: {words_of(error, settings.home)[:300]}",
            "Nothing half-done is visible and the last snapshot stays in service. Free some space "
            "and run again.",
        ) from error
