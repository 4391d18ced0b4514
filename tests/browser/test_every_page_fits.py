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


# Texts of cards whose end is not to be seen, and choices that stand on a line of their own.
CUT = """() => [...document.querySelectorAll(
    '[data-testid=stMetricLabel] p, [data-testid=stMetricDeltaDescription] p'
)].filter(text => text.scrollWidth > text.clientWidth + 1).map(text => text.innerText)"""
TOO_WIDE = """(() => { const main = document.querySelector('[data-testid=stMain]');
    return main.scrollWidth - main.clientWidth; })()"""
LINES_OF_CHOICES = """() => [...document.querySelectorAll('.st-key-quality_measure button')]
    .map(choice => choice.getBoundingClientRect().top)"""


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
        too_wide = page.evaluate(TOO_WIDE)
        assert too_wide <= 0, f"{name} is {too_wide} pixels too wide"
        assert page.evaluate(CUT) == [], name


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_explained_event_fits_on_a_narrow_screen(
    language: str, page: Page, served: Served
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    event = (3 << 43) + (1 << 29) + 2
    page.goto(f"{served.url}/trace?lang={language}&event={event}")
    settled(page)
    expect(page.get_by_role("tab").first).to_have_text(Words(language)("trace.step_guiding"))
    picture(page, f"trace_event_{language}_390")
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_choices_of_the_network_stand_in_one_line(
    language: str, page: Page, served: Served
) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{served.url}/network?lang={language}")
    settled(page)
    places = page.evaluate(LINES_OF_CHOICES)
    assert len(places) == 4
    assert len(set(places)) == 1


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_wide_table_says_on_a_narrow_screen_that_it_moves(
    language: str, page: Page, served: Served
) -> None:
    hint = page.locator(".st-key-table_debtors_sideways")
    for width, is_shown in ((1280, False), (390, True)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{served.url}/receivables?lang={language}")
        settled(page)
        assert hint.is_visible() is is_shown
    expect(hint).to_have_text(Words(language)("table.sideways"))


def test_a_long_table_ends_with_a_whole_row(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/invoices?lang=en&period=all")
    settled(page)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    # Eleven rows of 34 pixels, heading included, and the border.
    assert abs(box["height"] - (11 * 34 + 2)) <= 1
