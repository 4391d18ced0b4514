"""Notes on Executive: read as text, added and withdrawn without a write to any database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components.words import LANGUAGES, Words
from tests.pages import small_operator
from tests.pages.driving import cards, opened, said
from trunkline.contract import load_contract
from trunkline.loads import DataFile, Manifest, manifest_path
from trunkline.metrics.catalogue import metric
from trunkline.settings import Settings

ODD = (
    "*Bold* <b>bold</b> $1 and $2 :red[red] :smile: `code`\n# no heading\n[link](https://x.example)"
)
MARK = " :material/sticky_note_2:"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: notes are written into it."""
    small_operator.publish(tmp_path)
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    monkeypatch.setenv("TRUNKLINE_KEYS", str(tmp_path / "keys.json"))
    return tmp_path


def texts(app: AppTest) -> list[str]:
    return [element.value for element in app.text]


def filled(app: AppTest, text: str, by: str = "Finance", on: str = "billed_revenue") -> AppTest:
    """The page after the form was filled in and sent."""
    app.selectbox(key="note_metric").set_value(on)
    app.text_area(key="note_text").set_value(text)
    app.text_input(key="note_by").set_value(by)
    app.button(key="FormSubmitter:note_form-" + label(app)).click()
    return app.run()


def label(app: AppTest) -> str:
    return next(
        Words(language)("note.add")
        for language in LANGUAGES
        if any(button.label == Words(language)("note.add") for button in app.button)
    )


def written(home: Path) -> list[dict[str, object]]:
    files = sorted((home / "landing" / "planning" / "figure_notes").glob("*"))
    return [json.loads(file.read_text("utf-8")) for file in files]


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_of_the_month_stand_under_the_cards_and_mark_their_figures(
    language: str, home: Path
) -> None:
    words = Words(language)
    app = opened("executive", language, period="2026-05")
    month = {"ko": "2026년 5월", "en": "May 2026"}[language]
    assert words("note.title", month=month) in said(app)
    assert texts(app) == [
        "A quarter above plan: the student offer.",
        "Planning · 2026-06-02 14:00 KST",
        "Fibre cut at a site.\nBack after *two* hours, $5 & <b>more</b> $6.",
        "Network operations · 2026-05-12 09:40 KST",
    ], "newest first, as text, in the operator's zone"
    availability = metric("network_availability").name[language]
    assert availability + MARK in cards(app)
    assert metric("billed_revenue").name[language] in cards(app), "its note is of April"
    marked = next(
        each for each in app.markdown if metric("net_additions").name[language] in each.value
    )
    assert MARK in marked.value and words("note.marked", count=1) in marked.help
    assert words("note.waiting") not in said(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_is_added_waits_and_is_withdrawn(language: str, home: Path) -> None:
    words = Words(language)
    app = filled(opened("executive", language, period="2026-04"), f"  {ODD}\r\n", "재무팀")
    assert not app.error and not app.exception
    [note] = written(home)
    assert (note["text"], note["metric_id"], note["written_by"]) == (
        ODD,
        "billed_revenue",
        "재무팀",
    )
    assert (note["month"], note["is_withdrawn"]) == ("2026-04-01", False)
    assert texts(app)[0] == ODD, "nothing of it is read as Markdown or HTML"
    assert ODD not in said(app)
    assert [badge for badge in app.markdown if words("note.waiting") in badge.value]
    assert metric("billed_revenue").name[language] + MARK in cards(app)
    assert app.toast[0].value == words("note.added")
    assert app.text_area(key="note_text").value == ""
    assert app.text_input(key="note_by").value == "재무팀", "who writes once writes again"

    # a person with another page open sees it as well
    again = opened("executive", language, period="2026-04")
    assert texts(again)[0] == ODD
    assert ODD not in texts(opened("executive", language, period="2026-06")), "it is of April"

    again.button(key=f"withdraw_{note['note_id']}").click()
    again.run()
    assert ODD not in texts(again) and len(texts(again)) == 2
    assert again.toast[0].value == words("note.withdrawn")
    taken = written(home)
    assert [each["is_withdrawn"] for each in taken] == [False, True]
    assert taken[1]["note_id"] == note["note_id"]


def test_a_note_of_the_snapshot_is_withdrawn_at_once(home: Path) -> None:
    app = opened("executive", "en", period="2026-05")
    app.button(key="withdraw_NOTE-2").click()
    app.run()
    assert len(texts(app)) == 2 and "student" not in texts(app)[0]
    [taken] = written(home)
    assert (taken["note_id"], taken["is_withdrawn"]) == ("NOTE-2", True)
    assert taken["text"] == "A quarter above plan: the student offer."


def test_a_second_click_is_no_second_note(home: Path) -> None:
    app = filled(opened("executive", "en", period="2026-04"), "Once.")
    filled(app, "Once.")
    filled(app, "Twice.")
    assert [note["text"] for note in written(home)] == ["Once.", "Twice."]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("rule", "text", "by"),
    [
        ("empty", "  \n ", "Finance"),
        ("unsigned", "So it is.", " "),
        ("unreadable", "a\x07b", "Finance"),
        ("resident_number", "Ask 900101-1234567", "Finance"),
    ],
)
def test_what_cannot_be_a_note_is_told_in_words_and_stays(
    rule: str, text: str, by: str, language: str, home: Path
) -> None:
    app = filled(opened("executive", language, period="2026-04"), text, by)
    assert [error.value for error in app.error] == [Words(language)(f"note.{rule}")]
    assert app.text_area(key="note_text").value == text
    assert written(home) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_cannot_be_written_is_told_and_the_text_stays(
    language: str, home: Path
) -> None:
    (home / "landing").write_text("a file in its place", "utf-8")
    app = filled(opened("executive", language, period="2026-05"), ODD)
    [error] = app.error
    assert "`landing/planning/figure_notes`" in error.value and str(home) not in error.value
    assert app.text_area(key="note_text").value == ODD
    app.button(key="withdraw_NOTE-2").click()
    app.run()
    assert len(app.error) == 1 and len(texts(app)) == 4, "nor is one withdrawn"
    (home / "landing").unlink()
    app = filled(app, app.text_area(key="note_text").value)
    assert not app.error and written(home)[0]["text"] == ODD


def test_a_note_waits_until_the_snapshot_has_read_its_load(home: Path) -> None:
    """It landed in load 4, the snapshot is of load 3; then one of load 4 holds it."""
    settings = Settings.from_environment()
    folder = settings.lake / "planning" / "figure_notes" / "load=4"
    folder.mkdir(parents=True)
    note = (
        "select 'N-4' as note_id, 'drop_rate' as metric_id, date '2026-05-01' as month, "
        "'Landed.' as text, 'Network' as written_by, timestamp '2026-07-05 01:00:00' as "
        "written_at, false as is_withdrawn"
    )
    duckdb.execute(f"copy ({note}) to '{folder}/1.parquet' (format parquet)")
    settings.manifests.mkdir(parents=True)
    data = DataFile("planning/figure_notes/load=4/1.parquet", 1, 1)
    for load_seq in range(5):
        manifest = Manifest(
            load_seq, "ingest", datetime(2026, 7, 5, tzinfo=UTC),
            data_files=(data,) if load_seq == 4 else (),
        )  # fmt: skip
        manifest_path(settings, load_seq).write_text(manifest.to_json())
    app = opened("executive", "en", period="2026-05")
    assert texts(app)[0] == "Landed." and Words("en")("note.waiting") in said(app)

    newer = [f"insert into dim_figure_notes by name (select note_id, metric_id, month, "
             f"text as note_text, written_by, written_at from ({note}))"]  # fmt: skip
    small_operator.publish(home, "20260705T185900Z", number=2, changes=newer, watermark=4)
    app = opened("executive", "en", period="2026-05")
    assert texts(app)[0] == "Landed." and texts(app).count("Landed.") == 1
    assert Words("en")("note.waiting") not in said(app)

    # the older one, by a link, says what it said, and takes no notes
    app = opened("executive", "en", period="2026-05", snap="20260704T185900Z")
    assert len(texts(app)) == 4 and "Landed." not in texts(app)
    assert Words("en")("note.pinned") in said(app)
    assert not [each for each in app.button if each.label == Words("en")("note.withdraw")]
    assert not app.text_area


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_months_together_have_no_notes(language: str, home: Path) -> None:
    app = opened("executive", language, period="all")
    assert Words(language)("note.needs_month") in said(app)
    assert not app.text and not app.text_area
    assert not [name for name in cards(app) if MARK in name]


def test_a_month_without_notes_says_so(home: Path) -> None:
    app = opened("executive", "en", period="2026-06")
    assert Words("en")("note.none", month="Jun 2026") in said(app)
    assert not app.text and app.text_area


def test_notes_stand_whatever_part_of_the_month_is_shown(home: Path) -> None:
    assert len(texts(opened("executive", "en", period="2026-05", region="jeju"))) == 4


def test_many_notes_fold_the_earlier_away(home: Path) -> None:
    many = [
        "insert into dim_figure_notes select 'M-' || n, 'drop_rate', 'Note ' || n, 'Network', "
        "date '2026-05-01', timestamp '2026-06-10' + to_hours(n::int) from range(5) as r(n)"
    ]
    small_operator.publish(home, "20260705T185900Z", number=2, changes=many)
    app = opened("executive", "en", period="2026-05")
    assert texts(app)[:2] == ["Note 4", "Network · 2026-06-10 13:00 KST"]
    assert [each.label for each in app.expander] == [Words("en")("note.more", count=3)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_snapshot_of_an_older_version_has_none_and_still_takes_one(
    language: str, home: Path
) -> None:
    [snapshot] = (home / "snapshots").glob("*.duckdb")
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("drop table dim_figure_notes")
    words = Words(language)
    app = opened("executive", language, period="2026-05")
    assert [info.value for info in app.info] == [words("state.older")]
    assert len(app.metric) == 4 and not app.error
    app = filled(app, "The first.")
    assert texts(app)[0] == "The first." and words("note.waiting") in said(app)


def test_each_figure_of_the_page_can_bear_a_note(home: Path) -> None:
    app = opened("executive", "en", period="2026-05")
    offered = app.selectbox(key="note_metric")
    allowed = load_contract().entity("planning", "figure_notes").column("metric_id").allowed
    names = {metric(metric_id).name["en"] for metric_id in allowed}
    assert len(offered.options) == 16 and set(offered.options) <= names
    shown = {name.removesuffix(MARK) for name in cards(app)}
    assert shown <= set(offered.options)


@pytest.mark.parametrize("page", ["revenue", "customers", "receivables", "network", "invoices"])
def test_no_other_page_has_notes(page: str, home: Path) -> None:
    app = opened(page, "en", period="2026-05")
    assert Words("en")("note.add") not in [button.label for button in app.button]
