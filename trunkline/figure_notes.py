"""Notes that people write on a figure of a month: written as landed files, like any other data.

The pages read snapshots and never write to the warehouse. A note is a file of one line in
``landing/planning/figure_notes``, there whole or not at all; the next run lands it through the
contract and the gates, and publishes it.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from trunkline.contract import Column, Entity, load_contract
from trunkline.durable_files import sync, write_durably
from trunkline.errors import TrunklineError
from trunkline.loads import Manifest
from trunkline.resident_numbers import holds_resident_number
from trunkline.settings import Settings

SOURCE, ENTITY = "planning", "figure_notes"
LONGEST_TEXT, LONGEST_NAME = 500, 80


@dataclass(frozen=True)
class FigureNote:
    """One state of a note. ``month`` is its first day, ``written_at`` an aware UTC time."""

    note_id: str
    metric_id: str
    month: date
    text: str
    written_by: str
    written_at: datetime
    is_withdrawn: bool = False


class NoteRefusedError(TrunklineError):
    """A note that landing would refuse; ``rule`` is the short name of what it breaks."""

    def __init__(self, rule: str, message: str, advice: str) -> None:
        super().__init__(message, advice)
        self.rule = rule


class NoteNotKeptError(TrunklineError):
    """A sound note could not be written into landing: nothing of it is there."""


def new_note(
    settings: Settings, metric_id: str, month: date, text: str, written_by: str
) -> FigureNote:
    """Return a note of this moment, its text and name without what no keyboard means to write."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    name = " ".join(written_by.split())
    return FigureNote(uuid.uuid4().hex, metric_id, month, lines, name, settings.now())


def withdrawal(settings: Settings, note: FigureNote, written_by: str) -> FigureNote:
    """Return the state that takes a note back: newer than the note, whatever a clock says."""
    at = max(settings.now(), note.written_at + timedelta(microseconds=1))
    return replace(note, written_by=written_by, written_at=at, is_withdrawn=True)


def write_note(settings: Settings, note: FigureNote) -> Path:
    """Write a state of a note into landing, durably and at once; return the file.

    A half-written file bears a name that no ingest takes. Raises NoteRefusedError for what landing
    would refuse, NoteNotKeptError where the folder or the disk takes nothing.
    """
    check_note(note)
    folder = settings.landing / SOURCE / ENTITY
    path = folder / f"note_{note.written_at:%Y%m%dT%H%M%S%f}Z_{note.note_id}.ndjson"
    values = asdict(note) | {
        "month": note.month.isoformat(),
        "written_at": note.written_at.isoformat(),
    }
    try:
        is_new = not folder.is_dir()
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(path, json.dumps(values, ensure_ascii=False) + "\n")
        for above in (folder.parent, settings.landing) if is_new else ():
            sync(above)
    except OSError as error:
        raise NoteNotKeptError(
            f"The note could not be written: {error.strerror or error}.",
            f"Let the pages write to landing/{SOURCE}/{ENTITY} of the data home, and see that "
            "its disk has room; then add the note again.",
        ) from error
    return path


def check_note(note: FigureNote) -> None:
    """Raise NoteRefusedError for a note that is not as the contract has it."""
    column = _entity().column
    told = (note.text, note.written_by)
    rules = {
        "empty": (not note.text.strip(), "It says nothing.", "Write what is to be noted."),
        "unsigned": (not note.written_by.strip(), "Nobody signed it.", "Say who writes it."),
        "too_long": (
            len(note.text) > LONGEST_TEXT or len(note.written_by) > LONGEST_NAME,
            f"It has more than {LONGEST_TEXT} characters, or its name more than {LONGEST_NAME}.",
            "Shorten it.",
        ),
        "unreadable": (
            not _fits(column("text"), note.text)
            or not _fits(column("written_by"), note.written_by),
            "It holds characters that cannot be shown.",
            "Type it instead of pasting it.",
        ),
        "resident_number": (
            any(map(holds_resident_number, told)),
            "It holds what looks like a Korean resident registration number.",
            "Write it without: a note names no person.",
        ),
        "unknown": (
            note.metric_id not in column("metric_id").allowed
            or note.month.day != 1
            or not _fits(column("note_id"), note.note_id),
            f"No note {note.note_id!r} is taken on {note.metric_id!r} of {note.month}.",
            "Choose a metric and the first day of a month.",
        ),
    }
    for rule, (is_broken, message, advice) in rules.items():
        if is_broken:
            raise NoteRefusedError(rule, message, advice)


@cache
def _entity() -> Entity:
    return load_contract().entity(SOURCE, ENTITY)


def _fits(column: Column, text: str) -> bool:
    # Half of a sign (a surrogate by itself) is a character to Python, and none to a file.
    is_whole = text.encode("utf-8", "ignore").decode() == text
    return is_whole and re.fullmatch(column.pattern or ".*", text) is not None


def holds_only_notes(load: Manifest) -> bool:
    """Say whether a load brought nothing but notes, which tell nothing of the data's own time."""
    return bool(load.files) and all((f.source, f.entity) == (SOURCE, ENTITY) for f in load.files)
