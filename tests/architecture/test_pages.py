"""Every Streamlit page is tested in Korean and in English, and holds no SQL and no arithmetic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in (REPOSITORY / "dashboards" / "app_pages").glob("*.py")
    if path.stem != "__init__"
)
LONGEST_PAGE = 120


def page_tests() -> str:
    """The text of all tests that name a page."""
    files = [path for path in (REPOSITORY / "tests").rglob("test_*.py") if path != Path(__file__)]
    return "\n".join(
        path.read_text(encoding="utf-8") for path in files if "AppTest" in path.read_text("utf-8")
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_tested_in_both_languages(page: Path) -> None:
    text = page_tests()
    assert page.stem in text, f"no AppTest names {page.stem}"
    assert re.search(r"[\"']ko[\"']", text)
    assert re.search(r"[\"']en[\"']", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_reads_like_a_description(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_PAGE
    assert not re.search(r"\bselect\b.+\bfrom\b", text, re.IGNORECASE), "SQL belongs in queries"
