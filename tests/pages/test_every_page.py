"""Every page by AppTest, with rows and without: it draws, and speaks one language at a time."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from dashboards.components.words import Words, texts
from tests.pages import small_operator
from tests.pages.driving import opened, said

PAGES = (
    "executive",
    "revenue",
    "customers",
    "network",
    "usage",
    "invoices",
    "receivables",
    "trace",
    "data_trust",
    "metrics",
)
LANGUAGES = ("ko", "en")
HANGUL = re.compile("[가-힣]")


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_draws_with_rows(page: str, language: str, home: Path) -> None:
    app = opened(page, language)
    assert app.title[0].value == Words(language)(f"page.{page}.title")
    assert not app.error, [error.value for error in app.error]
    assert "142/142" in said(app)
    assert "20260704T185900Z" in said(app)


@pytest.mark.parametrize("page", [page for page in PAGES if page != "metrics"])
def test_english_page_holds_no_korean(page: str, home: Path) -> None:
    app = opened(page, "en")
    shown = said(app) + " ".join(metric.label for metric in app.metric)
    assert not HANGUL.findall(shown), HANGUL.findall(shown)
    for table in app.dataframe:
        assert not HANGUL.findall(" ".join(map(str, table.value.columns)))


@pytest.mark.parametrize("page", PAGES)
def test_korean_page_names_its_columns_and_cards_in_korean(page: str, home: Path) -> None:
    app = opened(page, "ko")
    for metric in app.metric:
        assert HANGUL.search(metric.label), metric.label
    for table in app.dataframe:
        plain = [name for name in table.value.columns if not HANGUL.search(str(name))]
        assert plain in ([], ["SHA-256"]), plain


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_draws_without_rows(
    page: str, language: str, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(empty_home))
    app = opened(page, language)
    assert not app.error, [error.value for error in app.error]


def test_page_of_a_snapshot_that_lacks_a_newer_table_shows_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rollback may lead to a snapshot of an earlier version."""
    small_operator.publish(tmp_path)
    [snapshot] = (tmp_path / "snapshots").glob("*.duckdb")
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("drop table fct_one_time_charges")
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    app = opened("data_trust", "en")
    assert not app.error, [error.value for error in app.error]
    older = Words("en")("state.older")
    assert [info.value for info in app.info].count(older) == 1
    assert len(app.dataframe) > 5


def test_a_card_whose_column_an_older_snapshot_lacks_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A concern that nobody could look at is not said to be no concern."""
    small_operator.publish(tmp_path)
    [snapshot] = (tmp_path / "snapshots").glob("*.duckdb")
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("alter table dim_customers drop column left_on")
        connection.execute("drop table fct_outages")
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    app = opened("executive", "en")
    assert not app.error, [error.value for error in app.error]
    assert [info.value for info in app.info] == [Words("en")("state.older")]
    assert not app.success
    shown = [metric.value for metric in app.metric]
    assert len(shown) > 3 and "–" not in shown
    churned = next(text.value for text in app.markdown if "Customer churn" in text.value)
    assert "**–**" in churned


def test_both_languages_hold_the_same_texts() -> None:
    korean, english = texts("ko"), texts("en")
    assert set(korean) == set(english)
    for key, text in korean.items():
        names = set(re.findall(r"{(\w+)}", text))
        assert names == set(re.findall(r"{(\w+)}", english[key])), key
        assert text.strip() and english[key].strip(), key


def test_every_text_that_a_page_asks_for_exists() -> None:
    folder = Path(__file__).resolve().parents[2] / "dashboards"
    for file in folder.rglob("*.py"):
        for key in re.findall(r"words\(\s*\"([a-z_.]+)\"", file.read_text(encoding="utf-8")):
            assert key in texts("en"), f"{file.name}: {key}"
