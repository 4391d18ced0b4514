"""Clears what a killed writer left: whatever no manifest names."""

from __future__ import annotations

import shutil
from pathlib import Path

from trunkline.durable_files import move_private
from trunkline.landing.held import held_loads
from trunkline.loads import committed_loads, last_load_seq
from trunkline.settings import Settings


def sweep(settings: Settings) -> None:
    """Remove scratch and load folders above the last committed load; finish a half-done release.

    Only for the holder of the writer's lock.
    """
    for path in settings.work.iterdir():
        _remove(path)
    last = last_load_seq(settings)
    for pattern, root in (
        ("*/*/load=*", settings.lake),
        ("load=*", settings.rejects),
        ("load=*", settings.aside),
    ):
        for folder in root.glob(pattern):
            if int(folder.name.removeprefix("load=")) > last:
                _remove(folder)
    for path in (*settings.manifests.glob(".*.tmp"), *settings.lake.glob("*/*/load=0/.*.tmp")):
        _remove(path)
    finish_releases(settings)


def finish_releases(settings: Settings) -> None:
    """Move the originals of held loads that a manifest names, then drop the held folder."""
    held = held_loads(settings)
    if not held:
        return
    committed = {manifest.held_as for manifest in committed_loads(settings)}
    for load in held:
        if load.name in committed:
            for original in load.folder.joinpath("originals").glob("*"):
                move_private(original, settings.originals / original.name)
            _remove(load.folder)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
