"""Durable file operations: what was renamed is on the disk, and what shows persons is private."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from trunkline.settings import PRIVATE_FILE, PRIVATE_FOLDER


def sync(path: Path) -> None:
    """Flush a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder below a folder, itself last."""
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            sync(Path(parent, name))
        sync(Path(parent))


def write_durably(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a small file so that it is there whole or not at all."""
    aside = path.with_name(f".{path.name}.tmp")
    try:
        aside.write_text(text, "utf-8")
        aside.chmod(mode)
        sync(aside)
        aside.replace(path)
    except OSError:
        # on a disk that is read-only nothing can be taken away either
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    sync(path.parent)


def make_private(folder: Path) -> Path:
    """Create a folder that only its owner may enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    folder.chmod(PRIVATE_FOLDER)
    return folder


def move_private(origin: Path, target: Path) -> None:
    """Move a file into a private folder, across file systems if need be, and sync it.

    Where the target stands already (the same bytes were kept before) the origin is removed.
    """
    make_private(target.parent)
    if target.exists():
        origin.unlink()
        return
    try:
        origin.chmod(PRIVATE_FILE)
        origin.rename(target)
    except OSError:
        # Another file system, or a landing folder that is not ours: copy, then take it away.
        aside = target.with_name(f".{target.name}.tmp")
        shutil.copyfile(origin, aside)
        aside.chmod(PRIVATE_FILE)
        sync(aside)
        aside.replace(target)
        origin.unlink()
    sync(target.parent)


def link_tree(origin: Path, target: Path) -> None:
    """Repeat a folder by hard links: the same files under a second name, nothing copied."""
    for parent, _, names in os.walk(origin):
        folder = target / Path(parent).relative_to(origin)
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            os.link(Path(parent, name), folder / name)
