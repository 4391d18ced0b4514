"""Each page at 1280 and 390 pixels in both languages: drawn, nothing wider than the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from dashboards.components.words import Words
from tests.browser.conftest import Served
from tests.browser.hands import picture, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]
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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_fit(language: str, width: int, page: Page, served: Served) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for name in PAGES:
        path = "" if name == "executive" else name
        page.goto(f"{served.url}/{path}?lang={language}")
        settled(page)
        expect(page.locator("h1")).to_have_text(Words(language)(f"page.{name}.title"))
        expect(page.get_by_test_id("stException")).to_have_count(0)
        picture(page, f"{name}_{language}_{width}")
        too_wide = page.evaluate(
            "(() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth - main.clientWidth; })()"
        )
        assert too_wide <= 0, f"{name} is {too_wide} pixels too wide"
