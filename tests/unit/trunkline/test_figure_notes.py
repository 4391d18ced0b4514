"""A note is written whole or not at all, and read from wherever it stands until it is published."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingestion.files.found import find_files
from trunkline import durable_files, figure_notes
from trunkline.contract import load_contract
from trunkline.figure_notes import (
    FigureNote,
    NoteNotKeptError,
    NoteRefusedError,
    holds_only_notes,
    new_note,
    withdrawal,
    write_note,
)
from trunkline.loads import Manifest
from trunkline.settings import Settings
from trunkline.waiting_notes import waiting_notes

MAY = date(2026, 5, 1)
NOW = datetime(2026, 6, 2, 5, 0, 0, 123456, tzinfo=UTC)
ODD = 'Quotes "", commas, \\ and \\n, {"a": 1}, `x` $1$\n<b>둘째</b> 줄 🙂 e\u0301\u2028 끝'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", keys_file=tmp_path / "keys.json", clock=NOW)


def a_note(settings: Settings, text: str = ODD, by: str = "Planning") -> FigureNote:
    return new_note(settings, "billed_revenue", MAY, text, by)


def test_a_note_is_one_line_of_a_file_that_says_all_of_it(settings: Settings) -> None:
    note = a_note(settings)
    path = write_note(settings, note)
    assert path.parent == settings.landing / "planning" / "figure_notes"
    [line] = path.read_bytes().decode().split("\n")[:-1]
    assert json.loads(line) == {
        "note_id": note.note_id, "metric_id": "billed_revenue", "month": "2026-05-01",
        "text": ODD, "written_by": "Planning", "is_withdrawn": False,
        "written_at": "2026-06-02T05:00:00.123456+00:00",
    }  # fmt: skip
    [found], strays = find_files(settings, load_contract())
    assert (found.path, found.entity.label, strays) == (path, "planning/figure_notes", [])
    assert waiting_notes(settings, 0) == [note]


def test_columns_are_those_of_the_contract(settings: Settings) -> None:
    written = json.loads(write_note(settings, a_note(settings)).read_text("utf-8"))
    columns = load_contract().entity("planning", "figure_notes").columns
    assert set(written) == {column.name for column in columns}


def test_what_no_keyboard_means_is_put_right(settings: Settings) -> None:
    note = a_note(settings, "  one\r\ntwo\tthree\rfour \n", "  Kim\t and  Lee\n")
    assert (note.text, note.written_by) == ("one\ntwo three\nfour", "Kim and Lee")
    assert a_note(settings).note_id != a_note(settings).note_id


@pytest.mark.parametrize("text", ["x" * 500, "가" * 500, "🙂" * 500, "a\n" * 249 + "b"])
def test_five_hundred_characters_are_enough_of_any_script(text: str, settings: Settings) -> None:
    write_note(settings, a_note(settings, text))


@pytest.mark.parametrize(
    ("rule", "text", "by"),
    [
        ("empty", "", "Planning"),
        ("empty", " \n\u3000\n ", "Planning"),
        ("unsigned", "So it is.", "  "),
        ("too_long", "x" * 501, "Planning"),
        ("too_long", "So it is.", "x" * 81),
        ("unreadable", "a\x00b", "Planning"),
        ("unreadable", "a\x1b[31mb", "Planning"),
        ("unreadable", "a\x85b", "Planning"),
        ("unreadable", "half a sign \ud83d", "Planning"),
        ("unreadable", "So it is.", "Plan\x07ning"),
        ("resident_number", "Ask 900101-1234567 first", "Planning"),
    ],
)
def test_what_landing_would_refuse_is_not_written(
    rule: str, text: str, by: str, settings: Settings
) -> None:
    with pytest.raises(NoteRefusedError) as refused:
        write_note(settings, a_note(settings, text, by))
    assert refused.value.rule == rule and refused.value.advice
    assert not settings.landing.exists()


@pytest.mark.parametrize(
    "change",
    [{"metric_id": "billed_revnue"}, {"metric_id": "open_outages"}, {"month": date(2026, 5, 2)},
     {"note_id": "../../out"}],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_note_on_no_figure_is_not_written(change: dict[str, object], settings: Settings) -> None:
    with pytest.raises(NoteRefusedError) as refused:
        write_note(settings, replace(a_note(settings), **change))  # type: ignore[arg-type]
    assert refused.value.rule == "unknown"


def test_a_withdrawal_is_newer_than_its_note_whatever_the_clock_says(settings: Settings) -> None:
    note = a_note(settings)
    behind = replace(settings, clock=datetime(2020, 1, 1, tzinfo=UTC))
    for clock in (settings, behind):
        taken = withdrawal(clock, note, "Finance")
        assert taken.written_at > note.written_at and taken.is_withdrawn
        assert (taken.note_id, taken.text, taken.written_by) == (note.note_id, ODD, "Finance")
    first, second = write_note(settings, note), write_note(settings, taken)
    assert first != second
    assert waiting_notes(settings, 0) == [note, taken]


def test_a_half_written_note_is_no_file_to_an_ingest(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at from within, between the write and the rename."""
    seen: list[object] = []

    def look(path: Path) -> None:
        if path.is_file():
            assert path.read_text("utf-8").endswith("}\n")
            seen.append((find_files(settings, load_contract()), waiting_notes(settings, 0)))

    monkeypatch.setattr(durable_files, "sync", look)
    write_note(settings, a_note(settings))
    assert seen == [(([], []), [])]


def test_a_full_disk_leaves_nothing_behind(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(durable_files, "sync", full)
    with pytest.raises(NoteNotKeptError, match="No space left") as failed:
        write_note(settings, a_note(settings))
    assert "landing/planning/figure_notes" in failed.value.advice
    assert str(settings.home) not in str(failed.value)
    assert not [path for path in settings.landing.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_written_is_told_of(settings: Settings) -> None:
    # a file in its place: a folder's mode would not stop the root of a container
    settings.home.mkdir()
    settings.landing.write_text("", "utf-8")
    with pytest.raises(NoteNotKeptError, match="could not be written"):
        write_note(settings, a_note(settings))
    assert waiting_notes(settings, 0) == []


def test_other_files_of_the_folder_hinder_nothing(settings: Settings) -> None:
    note = a_note(settings)
    folder = write_note(settings, note).parent
    sound = json.loads(next(folder.iterdir()).read_text("utf-8")) | {"note_id": "theirs"}
    lines = [{"note_id": "a"}, sound | {"text": 5}, sound | {"is_withdrawn": "no"}, [], sound]
    (folder / "theirs.ndjson").write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    (folder / "bytes.ndjson").write_bytes(b"\xff\xfe\x00")
    (folder / "large.ndjson").write_bytes(b"x" * (1 << 20))
    (folder / ".hidden.ndjson").write_text(json.dumps(sound | {"note_id": "hidden"}))
    assert {each.note_id for each in waiting_notes(settings, 0)} == {note.note_id, "theirs"}


def test_a_load_of_notes_alone_is_told_from_others() -> None:
    def load(*entities: tuple[str, str]) -> Manifest:
        file = {
            "file_no": 1, "load_mode": "changes", "origin": "o", "sha256": "s", "producer": None,
            "sequence": None, "records": 1, "accepted": 1, "rejected": 0, "first_event_at": None,
            "last_event_at": None, "contract_version": 1,
        }  # fmt: skip
        files = [file | {"source": source, "entity": entity} for source, entity in entities]
        values = {"load_seq": 1, "kind": "ingest", "landed_at": NOW.isoformat(), "files": files}
        rest = {"data_files": [], "reasons": [], "held_as": None}
        return Manifest.from_json(json.dumps(values | rest))

    note = (figure_notes.SOURCE, figure_notes.ENTITY)
    assert holds_only_notes(load(note)) and holds_only_notes(load(note, note))
    assert not holds_only_notes(load(note, ("crm", "tickets")))
    assert not holds_only_notes(load())
