"""What a person can choose: language, filters, snapshot; and the states a page can be in."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components.words import Words
from tests.pages import small_operator
from tests.pages.driving import cards, opened, said, value_of
from trunkline.snapshot_records import read_record, write_record

KO, EN = Words("ko"), Words("en")
FIRST, SECOND = "20260704T185900Z", "20260705T185900Z"


@pytest.fixture
def home(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own: these tests move the pointer."""
    copied = tmp_path / "home"
    shutil.copytree(small_home, copied)
    monkeypatch.setenv("TRUNKLINE_HOME", str(copied))
    return copied


def test_first_language_is_the_browser_s(home: Path) -> None:
    app = AppTest.from_file(opened("executive", "en")._script_path, default_timeout=60)
    app.context = {"locale": "ko-KR"}
    app.run()
    assert app.title[0].value == KO("page.executive.title")
    other = AppTest.from_file(app._script_path, default_timeout=60)
    other.context = {"locale": "de-DE"}
    other.run()
    assert other.title[0].value == EN("page.executive.title")


def test_language_switch_keeps_the_filters(home: Path) -> None:
    app = opened("executive", "ko", period="2026-04", service="voice")
    before = value_of(app, "청구 매출")
    app.segmented_control(key="language").set_value("en").run()
    assert app.title[0].value == EN("page.executive.title")
    assert app.query_params["lang"] == "en"
    assert app.query_params["service"] == "voice"
    assert (before, value_of(app, "Billed revenue")) == ("1.89만 원", "₩18.9K")


def test_filter_is_written_to_the_address_and_read_from_it(home: Path) -> None:
    app = opened("usage", "en")
    everything = cards(app)["Rated events"]
    app.multiselect(key="choice_service").set_value(["voice"]).run()
    assert app.query_params["service"] == "voice"
    narrowed = cards(app)["Rated events"]
    assert narrowed != everything
    again = opened("usage", "en", service="voice")
    assert cards(again)["Rated events"] == narrowed


def test_filters_are_carried_to_the_next_page(home: Path) -> None:
    app = opened("usage", "en", service="voice", period="2026-04")
    app.switch_page("app_pages/invoices.py").run()
    assert app.query_params["service"] == "voice"
    assert app.query_params["period"] == "2026-04"
    assert app.multiselect(key="choice_service").value == ["voice"]


@pytest.mark.parametrize("bad", ["nonsense", "'; drop table fct_invoices; --", "2026-99"])
def test_nonsense_in_the_address_is_ignored(bad: str, home: Path) -> None:
    app = opened("invoices", "en", period=bad, service=bad, plan=bad, region=bad, currency=bad)
    assert not app.error
    assert len(app.dataframe[0].value) > 0


@pytest.mark.parametrize("page", ["executive", "usage", "invoices", "trace"])
@pytest.mark.parametrize("currency", ["KRW", "USD"])
def test_all_months_in_each_currency(page: str, currency: str, home: Path) -> None:
    app = opened(page, "en", period="all", currency=currency)
    assert not app.error
    symbol = {"KRW": "₩", "USD": "$"}[currency]
    assert all(value.startswith(symbol) for name, value in cards(app).items() if "charges" in name)


def test_empty_result_names_the_filter_and_clears_it(home: Path) -> None:
    app = opened("invoices", "en", period="2026-06")
    assert "Month: 2026-06" in said(app)
    app.button(key="clear_invoices").click().run()
    assert app.query_params["period"] == "all"
    assert len(app.dataframe[0].value) > 0


def test_link_with_a_snapshot_stays_with_it(home: Path) -> None:
    small_operator.publish(home, SECOND, number=2)
    app = opened("executive", "en", snap=FIRST)
    assert EN("state.pinned", snapshot_id=FIRST) in said(app)
    app.button(key="to_current").click().run()
    assert SECOND in said(app)
    assert EN("state.pinned", snapshot_id=FIRST) not in said(app)


def test_link_to_a_removed_snapshot_says_so(home: Path) -> None:
    small_operator.publish(home, SECOND, number=2)
    path = home / "snapshots" / f"{FIRST}.json"
    write_record(path, replace(read_record(path), removed_at=small_operator.NOW))
    (home / "snapshots" / f"{FIRST}.duckdb").unlink()
    app = opened("executive", "ko", snap=FIRST)
    assert KO("state.removed", snapshot_id=FIRST) in said(app)
    assert not app.metric


def test_unknown_snapshot_and_no_snapshot_say_so(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert EN("state.unknown", snapshot_id="nope") in said(opened("executive", "en", snap="nope"))
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path / "nothing"))
    assert EN("state.nothing") in said(opened("executive", "en"))


def test_open_page_goes_on_through_publication_and_rollback(home: Path) -> None:
    app = opened("data_trust", "en")
    assert FIRST in said(app)
    small_operator.publish(home, SECOND, number=2)
    app.run()
    assert SECOND in said(app) and not app.error
    small_operator.put_in_service(home, FIRST)
    app.run()
    assert FIRST in said(app) and not app.error


def test_failed_run_leaves_the_last_snapshot_and_says_so(home: Path) -> None:
    step = {"run_id": "r", "step": "gate_marts", "status": "failed"}
    step |= {"started_at": "2026-07-06 00:00:00.000000"}
    (home / "run_log").mkdir()
    (home / "run_log" / "runs.ndjson").write_text(json.dumps(step) + "\n", encoding="utf-8")
    shown = said(opened("executive", "en"))
    assert "Marts gate" in shown and "last good snapshot" in shown


def test_a_refused_close_is_no_failed_run(home: Path) -> None:
    step = {"run_id": "r", "step": "close", "status": "failed"}
    step |= {"started_at": "2026-07-06 00:00:00.000000"}
    (home / "run_log").mkdir()
    (home / "run_log" / "runs.ndjson").write_text(json.dumps(step) + "\n", encoding="utf-8")
    assert "last good snapshot" not in said(opened("executive", "en"))


def test_a_fault_shows_an_id_and_nothing_else(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("select secret from nowhere")

    monkeypatch.setattr("dashboards.components.controls.control_board", broken)
    app = opened("data_trust", "en")
    assert "error id" in app.error[0].value
    assert "secret" not in said(app)
    assert not app.exception
