"""Which notes there are on the figures of a month: those of the snapshot, and those to come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from dashboards.components.reading import LACKING, snapshot_in_service
from dashboards.components.view import View
from trunkline.figure_notes import FigureNote
from trunkline.queries import executive
from trunkline.settings import Settings
from trunkline.waiting_notes import waiting_notes


@dataclass(frozen=True)
class Notes:
    """The notes on a month, newest first. Of no month there are none.

    waiting: names of those that no snapshot holds yet as they stand here. is_lacking: the
    snapshot, of an earlier version, holds no notes. is_pinned: another snapshot is in service.
    """

    month: date | None
    shown: tuple[FigureNote, ...] = ()
    waiting: frozenset[str] = frozenset()
    is_lacking: bool = False
    is_pinned: bool = False

    def counted(self) -> Counter[str]:
        """How many there are on each metric."""
        return Counter(note.metric_id for note in self.shown)


def notes_of(view: View) -> Notes:
    """The notes on the chosen month, as they were last written.

    A snapshot that only an address names shows its own: the same link says the same next month.
    """
    month = view.filters.month
    if month is None or view.filters.days is not None:
        return Notes(None)
    is_lacking = False
    published: tuple[FigureNote, ...] = ()
    try:
        published = view.ask(executive.notes)
    except LACKING:
        is_lacking = True
    record = view.reader.record
    is_pinned = record.snapshot_id != snapshot_in_service()
    newest = {note.note_id: note for note in published}
    waiting: set[str] = set()
    if not is_pinned:
        for note in waiting_notes(Settings.from_environment(), record.watermark):
            before = newest.get(note.note_id)
            if before is None or note.written_at > before.written_at:
                newest[note.note_id] = note
                waiting.add(note.note_id)
    shown = [note for note in newest.values() if note.month == month and not note.is_withdrawn]
    shown.sort(key=lambda note: (note.written_at, note.note_id), reverse=True)
    return Notes(month, tuple(shown), frozenset(waiting), is_lacking, is_pinned)
