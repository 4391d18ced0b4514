"""What a person does with the pages: wait, choose, tick a row, read a card, take a picture."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ARTEFACTS

# The pages look for a new snapshot every ten seconds; a busy machine draws slowly.
expect.set_options(timeout=30_000)
HEADER_PIXELS = 34
ROW_PIXELS = 34


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn the page and no script runs."""
    page.wait_for_selector("h1")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(400)


def picture(page: Page, name: str) -> Path:
    """Save the whole page, however long it is."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    (ARTEFACTS.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    size = page.viewport_size or {"width": 1280, "height": 900}
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(900, int(height) + 10)})
    page.wait_for_timeout(700)
    path = ARTEFACTS / f"{name}.png"
    page.screenshot(path=path)
    page.set_viewport_size(size)
    return path


def card(page: Page, label: str) -> str:
    """The figure that a card shows."""
    found = page.get_by_test_id("stMetric").filter(has_text=label)
    return found.get_by_test_id("stMetricValue").inner_text().strip()


def choose(page: Page, key: str, option: str) -> None:
    """Pick an option of a filter by its words."""
    box = page.locator(f".st-key-choice_{key}")
    box.locator("input").click()
    box.locator("input").fill(option)
    page.get_by_role("option", name=option, exact=True).first.click()
    page.keyboard.press("Escape")
    settled(page)


def tick_row(table: Locator, row: int) -> None:
    """Tick the box at the left of a row (0 is the first) of a table, which is a canvas."""
    canvas = table.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    expect(canvas).to_be_visible()
    # The scroller lies over the canvas and passes clicks on to it: Playwright need not wonder.
    spot = {"x": 16.0, "y": HEADER_PIXELS + ROW_PIXELS * row + ROW_PIXELS / 2}
    canvas.click(position=spot, force=True)  # type: ignore[arg-type]
