"""The steps of a commit: everything on disk, renamed into place, and read back."""

from __future__ import annotations

from pathlib import Path

import duckdb

from trunkline.durable_files import sync, sync_tree
from trunkline.errors import LoadError
from trunkline.loads import DataFile, Manifest, manifest_path, read_manifest
from trunkline.settings import PRIVATE_FILE, Settings


def describe_files(staged: Path, load_seq: int) -> tuple[DataFile, ...]:
    """Return path in the lake, rows and bytes of every Parquet file staged for it."""
    paths = sorted(staged.glob("lake/*/*/*.parquet"))
    if not paths:
        return ()
    with duckdb.connect() as connection:
        found = connection.execute(
            "select file_name, num_rows from parquet_file_metadata($paths)",
            {"paths": [str(path) for path in paths]},
        ).fetchall()
    rows = dict(found)
    described = []
    for path in paths:
        source, entity, name = path.relative_to(staged / "lake").parts
        place = f"{source}/{entity}/load={load_seq}/{name}"
        described.append(DataFile(place, rows[str(path)], path.stat().st_size))
    return tuple(described)


def make_durable(staged: Path) -> None:
    """Flush everything staged to the disk; what shows persons is closed to others first."""
    for path in staged.rglob("*.parquet"):
        if path.relative_to(staged).parts[0] != "lake":
            path.chmod(PRIVATE_FILE)
    sync_tree(staged)


def rename_into_place(settings: Settings, staged: Path, load_seq: int) -> None:
    """Give every staged folder its place; without a manifest nobody reads it yet."""
    folders = [
        (folder, settings.lake / folder.relative_to(staged / "lake"))
        for folder in sorted(staged.glob("lake/*/*"))
    ]
    folders.append((staged / "rejects", settings.rejects))
    folders.append((staged / "aside", settings.aside))
    for folder, target in folders:
        if folder.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            folder.rename(target / f"load={load_seq}")
            sync(target)


def verify(settings: Settings, manifest: Manifest) -> None:
    """Read a committed load back; raise LoadError when it is not what was written."""
    seen = read_manifest(settings, manifest.load_seq)
    wrong = [] if seen == manifest else [manifest_path(settings, manifest.load_seq).name]
    for data_file in manifest.data_files:
        path = settings.lake / data_file.path
        if not path.exists() or path.stat().st_size != data_file.bytes:
            wrong.append(data_file.path)
    if wrong:
        raise LoadError(
            f"Load {manifest.load_seq} was written but reads back otherwise: {', '.join(wrong)}.",
            "Check the disk before anything else is run.",
        )
