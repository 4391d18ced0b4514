"""Every page, in both languages, with data and without: it draws, and says the right things."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components.words import Words
from tests.pages import small_operator

APP = str(Path(__file__).resolve().parents[2] / "dashboards" / "app.py")
PAGES = ("executive", "usage", "invoices", "trace", "data_trust", "metrics")
LANGUAGES = ("ko", "en")


def opened(page: str, language: str | None, **address: str) -> AppTest:
    """The page after one run. It must not have failed."""
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in ({"lang": language} if language else {}).items() | address.items():
        app.query_params[key] = value
    app.run()
    if page != "executive":
        app.switch_page(f"app_pages/{page}.py").run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """All texts of a page that AppTest can see."""
    kinds = ("markdown", "caption", "title", "subheader", "info", "warning", "error", "success")
    return "\n".join(element.value for kind in kinds for element in app.get(kind))


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_draws_with_data(page: str, language: str, home: Path) -> None:
    app = opened(page, language)
    words = Words(language)
    assert app.title[0].value == words(f"page.{page}.title")
    assert not app.error, [error.value for error in app.error]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_draws_without_data(
    page: str, language: str, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(empty_home))
    app = opened(page, language)
    assert not app.error, [error.value for error in app.error]
