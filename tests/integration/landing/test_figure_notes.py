"""Notes land like any other data: beside usage, by the contract, and nothing waits for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import pytest

from expectations.raw_gate import make_raw_gate
from tests.homes import Home, fail_all, usage_file, usage_lines
from trunkline.figure_notes import new_note, withdrawal, write_note
from trunkline.run_log import RunLog
from trunkline.waiting_notes import waiting_notes

NOTES = "planning/figure_notes"
MAY = date(2026, 5, 1)
ODD = 'Quotes "", commas, \\ and \\n, {"a": 1}, $1$ 1234567890123456789\n<b>둘째</b> 🙂\u2028 끝'
RIGHT = {
    "note_id": "n-1",
    "metric_id": "billed_revenue",
    "month": "2026-03-01",
    "text": "So it is.",
    "written_by": "Planning",
    "written_at": "2026-04-02T14:00:00+09:00",
    "is_withdrawn": False,
}


def lines(*changes: Mapping[str, object]) -> str:
    return "".join(json.dumps(RIGHT | change, ensure_ascii=False) + "\n" for change in changes)


def test_what_a_page_writes_lands_beside_usage_as_it_was_written(home: Home) -> None:
    gate = make_raw_gate(home.settings, RunLog(home.settings.run_log))
    note = new_note(home.settings, "net_additions", MAY, ODD, "기획팀")
    path = write_note(home.settings, note)
    home.put(usage_file(usage_lines(3)), "usage_MSC01_000001.csv")
    report = home.ingest(gate)
    assert report.load_seq == 1 and not path.exists()
    assert home.rows("select count(*) from lake") == [(3,)]
    columns = "note_id, metric_id, month, text, written_by, written_at::varchar, is_withdrawn"
    assert home.rows(f"select {columns} from lake", NOTES) == [
        (note.note_id, "net_additions", MAY, ODD, "기획팀", "2026-02-01 00:00:00", False)
    ]
    # a load of nothing but a note, after many of nothing but usage
    for number in range(2, 8):
        more = usage_lines(300, number * 1000)
        home.put(usage_file(more), f"usage_MSC01_{number:06d}.csv")
        assert home.ingest(gate).load_seq == number
    write_note(home.settings, withdrawal(home.settings, note, "기획팀"))
    assert home.ingest(gate).load_seq == 8
    assert home.rows("select is_withdrawn from lake", NOTES, 8) == [(True,)]


def test_a_note_waits_wherever_it_stands_until_a_snapshot_reads_its_load(home: Home) -> None:
    settings = home.settings
    note = new_note(settings, "net_additions", MAY, ODD, "기획팀")
    write_note(settings, note)
    assert waiting_notes(settings, 0) == [note], "in landing"
    held = home.ingest(fail_all)
    assert held.held_as is not None
    assert waiting_notes(settings, 0) == [note], "in a load that the gate holds"
    other = new_note(settings, "drop_rate", MAY, "Another.", "Network")
    write_note(settings, other)
    assert home.ingest().load_seq == 1
    expected = sorted([note, other], key=lambda each: each.note_id)
    assert waiting_notes(settings, 0) == expected, "in a load that no snapshot has read"
    assert waiting_notes(settings, 1) == [note], "and no more, once one has"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"metric_id": "billed_revnue"}, "metric_id"),
        ({"metric_id": "open_outages"}, "metric_id"),
        ({"month": "2026-03-15"}, "month_is_its_first_day"),
        ({"month": "March"}, "month"),
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "a\tb"}, "text"),
        ({"text": " \n "}, "text_says_something"),
        ({"written_by": ""}, "written_by"),
        ({"written_by": "two\nlines"}, "written_by"),
        ({"written_at": "2026-04-02T14:00:00"}, "written_at"),
        ({"is_withdrawn": "no"}, "is_withdrawn"),
        ({"note_id": "a b"}, "note_id"),
    ],
    ids=str,
)
def test_a_wrong_note_is_a_reject_and_the_others_land(
    wrong: dict[str, object], field: str, home: Home
) -> None:
    report = home.land(
        lines({}, wrong | {"note_id": wrong.get("note_id", "n-2")}), "n.ndjson", NOTES
    )
    assert report.load_seq == 1
    assert home.rows("select note_id from lake", NOTES) == [("n-1",)]
    [(line, named, rule)] = home.rejects()
    assert line == 2 and field in (named, rule)


def test_a_spreadsheet_may_bring_notes_with_newlines(home: Home) -> None:
    header = ",".join(RIGHT)
    values = 'n-1,drop_rate,2026-03-01,"two\nlines, ""quoted""",Network,2026-04-02T05:00:00Z,false'
    home.land(f"{header}\n{values}\n", "notes.csv", NOTES)
    assert home.rows("select text, written_at::varchar from lake", NOTES) == [
        ('two\nlines, "quoted"', "2026-04-02 05:00:00")
    ]


def test_a_file_with_a_resident_number_is_refused_whole(home: Home) -> None:
    report = home.land(lines({"text": "900101-1234567"}), "n.ndjson", NOTES)
    [refusal] = [text for text in report.sentences() if "n.ndjson" in text]
    assert "resident" in refusal
    assert report.load_seq is None
