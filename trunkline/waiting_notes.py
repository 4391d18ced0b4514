"""Notes on figures that were written since a snapshot was made: read from where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from trunkline.figure_notes import ENTITY, SOURCE, FigureNote, NoteRefusedError, check_note
from trunkline.landing.held import held_loads
from trunkline.loads import last_load_seq, read_manifest
from trunkline.settings import Settings

_LARGEST_FILE = 64 << 10


def waiting_notes(settings: Settings, watermark: int) -> list[FigureNote]:
    """Return the states of notes that no snapshot up to a load holds, oldest first.

    They are in landing, in a held load, or in a load above ``watermark``, looked at in the order
    in which a note moves on, so that none is missed between two places.
    """
    found = [*_landed(settings), *_held(settings), *_committed(settings, watermark)]
    return sorted(set(found), key=lambda note: (note.written_at, note.note_id))


def _landed(settings: Settings) -> Iterator[FigureNote]:
    for path in (settings.landing / SOURCE / ENTITY).glob("[!.]*.ndjson"):
        try:
            text = path.read_text("utf-8") if path.stat().st_size <= _LARGEST_FILE else ""
        except (OSError, ValueError):
            continue  # taken away meanwhile, or not ours: landing judges it
        for line in text.split("\n"):
            with suppress(ValueError, TypeError, KeyError, AttributeError, NoteRefusedError):
                yield _read(json.loads(line))


def _held(settings: Settings) -> Iterator[FigureNote]:
    try:
        folders = [load.folder / "lake" / SOURCE / ENTITY for load in held_loads(settings)]
        yield from _staged([path for folder in folders for path in folder.rglob("*.parquet")])
    except (OSError, duckdb.IOException):
        return  # restricted, or released meanwhile


def _committed(settings: Settings, watermark: int) -> Iterator[FigureNote]:
    for load_seq in range(watermark + 1, last_load_seq(settings) + 1):
        files = read_manifest(settings, load_seq).data_files
        folder = f"{SOURCE}/{ENTITY}/"
        yield from _staged([settings.lake / f.path for f in files if f.path.startswith(folder)])


def _staged(paths: list[Path]) -> list[FigureNote]:
    if not paths:
        return []
    names = "note_id, metric_id, month, text, written_by, written_at, is_withdrawn"
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select {names} from read_parquet($paths)", {"paths": [str(path) for path in paths]}
        ).fetchall()
    return [
        FigureNote(note_id, metric_id, month, text, by, at.replace(tzinfo=UTC), is_withdrawn)
        for note_id, metric_id, month, text, by, at, is_withdrawn in rows
    ]


def _read(values: dict[str, Any]) -> FigureNote:
    note = FigureNote(
        note_id=values["note_id"],
        metric_id=values["metric_id"],
        month=date.fromisoformat(values["month"]),
        text=values["text"],
        written_by=values["written_by"],
        written_at=datetime.fromisoformat(values["written_at"]).astimezone(UTC),
        is_withdrawn=values["is_withdrawn"],
    )
    if not isinstance(note.is_withdrawn, bool):
        raise TypeError("is_withdrawn is neither true nor false")
    check_note(note)
    return note
