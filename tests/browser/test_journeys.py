"""Journeys in real Chromium: an analyst, a data engineer and a leader. Pictures are kept."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.hands import card, choose, picture, settled, tick_row
from tests.pages import small_operator

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FIRST, SECOND = "20260704T185900Z", "20260705T185900Z"


def rows_said(page: Page, table: str) -> tuple[int, int]:
    """`50 of 1,234 rows` under a table as two numbers."""
    text = page.locator(f".st-key-table_{table}_foot").inner_text()
    found = re.search(r"([\d,]+) of ([\d,]+) rows", text)
    assert found, text
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def downloaded(page: Page, table: str) -> list[list[str]]:
    """The rows of a table's CSV, comments and header included."""
    with page.expect_download() as waiting:
        foot = page.locator(f".st-key-table_{table}_foot")
        foot.get_by_role("button", name="Download CSV").click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_analyst_follows_a_figure_to_the_line_of_a_file(page: Page, served: Served) -> None:
    page.goto(served.url)
    settled(page)
    expect(page.locator("h1")).to_have_text("경영 현황")
    korean = card(page, "청구 매출")
    assert korean.endswith("만 원")
    picture(page, "journey_analyst_1_korean")

    page.get_by_role("radio", name="English").or_(
        page.get_by_text("English", exact=True)
    ).first.click()
    expect(page.locator("h1")).to_have_text("Executive")
    settled(page)
    assert "lang=en" in page.url
    assert card(page, "Billed revenue").startswith("₩")

    choose(page, "period", "Apr 2026")
    choose(page, "service", "Voice")
    assert "period=2026-04" in page.url and "service=voice" in page.url
    revenue = card(page, "Billed revenue")
    picture(page, "journey_analyst_2_filtered")

    page.get_by_role("link", name="See the rows in Invoices").click()
    expect(page.locator("h1")).to_have_text("Invoices")
    settled(page)
    assert "period=2026-04" in page.url and "service=voice" in page.url
    assert card(page, "Billed revenue") == revenue

    shown, total = rows_said(page, "invoices")
    rows = downloaded(page, "invoices")
    comments = [row for row in rows if row[0].startswith("#")]
    assert ["# snapshot", FIRST] in comments
    assert ["# filter services", "voice"] in comments
    assert ["# rows", str(total)] in comments
    assert len(rows) - len(comments) - 1 == total >= shown

    tick_row(page.get_by_test_id("stDataFrame").first, 0)
    page.wait_for_url(re.compile("invoice="))
    settled(page)
    picture(page, "journey_analyst_3_lines")
    lines = downloaded(page, "invoice_lines")
    header = next(row for row in lines if not row[0].startswith("#"))
    body = lines[lines.index(header) + 1 :]
    kind, number = header.index("charge_kind"), header.index("line_number")
    place = next(index for index, row in enumerate(body) if row[kind] == "usage")

    tick_row(page.get_by_test_id("stDataFrame").first, place)
    page.wait_for_url(re.compile(f"line={body[place][number]}(&|$)"))
    settled(page)
    expect(page.get_by_text("= the line before rounding")).to_be_visible()
    events = downloaded(page, "line_events")
    header = next(row for row in events if not row[0].startswith("#"))
    first = dict(zip(header, events[events.index(header) + 1], strict=True))
    assert rows_said(page, "line_events")[1] == len(events) - events.index(header) - 1
    picture(page, "journey_analyst_4_events")

    tick_row(page.get_by_test_id("stDataFrame").first, 0)
    expect(page.locator("h1")).to_have_text("Trace a charge")
    settled(page)
    steps = page.locator(".st-key-trace_steps")
    expect(steps).to_contain_text(first["event_id"])
    expect(steps).to_contain_text(first["origin"])
    expect(steps).to_contain_text(re.compile(rf"Line in file\s*{int(first['line_no']):,}"))
    picture(page, "journey_analyst_5_trace")


def test_data_engineer_sees_control_totals_and_a_new_snapshot(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/data_trust?lang=en")
    settled(page)
    expect(page.locator("h1")).to_have_text("Data trust")
    board = page.locator(".st-key-controls")
    expect(board.get_by_text("Ties")).to_have_count(8)
    expect(board.get_by_text("Residual")).to_have_count(8)
    assert card(page, "Unbalanced controls") == "0"
    expect(page.locator(".st-key-strip")).to_contain_text(FIRST)
    picture(page, "journey_engineer_1_trust")

    # A publication while the page is open: it says so, and goes on working.
    small_operator.publish(served.home, SECOND, number=2, broken=True)
    expect(page.get_by_text(f"Snapshot {SECOND} is now in service")).to_be_visible()
    expect(page.locator(".st-key-strip")).to_contain_text(FIRST)
    picture(page, "journey_engineer_2_newer")
    page.locator(".st-key-reload button").click()
    expect(page.locator(".st-key-strip")).to_contain_text(SECOND)
    settled(page)
    assert card(page, "Unbalanced controls") == "1"
    assert card(page, "Control residual") == "₩125"
    expect(page.locator(".st-key-controls").get_by_text("1 do not tie")).to_be_visible()
    picture(page, "journey_engineer_3_broken")

    page.goto(f"{served.url}/?lang=en")
    settled(page)
    expect(page.get_by_text("Control totals that do not tie: 1. Residual ₩125.")).to_be_visible()
    picture(page, "journey_engineer_4_alert")

    # A rollback, and a link to the snapshot that was taken out of service.
    small_operator.put_in_service(served.home, FIRST)
    expect(page.get_by_text(f"Snapshot {FIRST} is now in service")).to_be_visible()
    page.goto(f"{served.url}/data_trust?lang=en&snap={SECOND}")
    settled(page)
    expect(page.get_by_text("as the address says")).to_be_visible()
    page.get_by_text("Snapshots", exact=True).click()
    expect(page.get_by_text("2 of 2 rows")).to_be_visible()
    page.locator(".st-key-to_current button").click()
    expect(page.locator(".st-key-strip")).to_contain_text(FIRST)
    settled(page)
    assert "snap=" not in page.url
    picture(page, "journey_engineer_5_back")


def test_collector_narrows_what_is_owed_and_takes_it_along(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/receivables?lang=en&period=all&currency=KRW")
    settled(page)
    expect(page.locator("h1")).to_have_text("Receivables")
    everything, _ = rows_said(page, "debtors")
    owed = card(page, "Open balance")
    choose(page, "segment", "Business")
    assert "segment=business" in page.url
    assert card(page, "Open balance") != owed
    _, total = rows_said(page, "debtors")
    assert 0 < total < everything
    rows = downloaded(page, "debtors")
    comments = [row for row in rows if row[0].startswith("#")]
    assert ["# filter segments", "business"] in comments
    header, *body = [row for row in rows if not row[0].startswith("#")]
    assert len(body) == total
    assert {row[header.index("segment")] for row in body} == {"business"}
    assert {row[header.index("currency")] for row in body} == {"KRW"}

    # The choice goes along to a page that knows it, and the leaders' page names what to look at.
    page.get_by_role("link", name="Revenue").first.click()
    expect(page.locator("h1")).to_have_text("Revenue")
    settled(page)
    assert "segment=business" in page.url
    page.goto(f"{served.url}/?lang=en")
    settled(page)
    concerns = page.locator(".st-key-concerns")
    expect(concerns).to_contain_text("Ongoing outages: 1")
    concerns.get_by_role("link", name="Network").click()
    expect(page.locator("h1")).to_have_text("Network")
    settled(page)
    picture(page, "journey_collector_network")


def test_leader_notes_what_is_behind_a_figure(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/?lang=en&period=2026-05")
    settled(page)
    notes = page.locator(".st-key-notes")
    expect(notes).to_contain_text("Back after *two* hours, $5 & <b>more</b> $6.")
    revenue = page.get_by_test_id("stMetric").filter(has_text="Billed revenue")
    expect(revenue).not_to_contain_text("sticky_note")

    notes.get_by_role("button", name="Add note").click()
    form = page.get_by_test_id("stForm")
    form.get_by_label("Note", exact=True).fill(
        "Credits of *May* <b>come</b> $in$ June:\n🙂 둘째 줄"
    )
    form.get_by_role("button", name="Add note").click()
    expect(form.get_by_text("Say who writes it.")).to_be_in_viewport()
    expect(form.get_by_label("Note", exact=True)).to_have_value(re.compile("Credits of"))
    form.get_by_label("Your name or team", exact=True).fill("Finance")
    form.get_by_role("button", name="Add note").click()

    added = page.locator("[class*=st-key-shown_]").first
    expect(added).to_contain_text("Credits of *May* <b>come</b> $in$ June:")
    expect(added).to_contain_text("Comes with the next run")
    expect(added).to_contain_text("Finance · ")
    expect(added.locator("b, .katex")).to_have_count(0)
    expect(form).to_be_hidden()
    expect(revenue).to_contain_text("sticky_note")
    settled(page)
    picture(page, "journey_leader_2_added")
    [written] = (served.home / "landing" / "planning" / "figure_notes").glob("*.ndjson")
    assert "둘째 줄" in written.read_text("utf-8")

    page.reload()
    settled(page)
    expect(added).to_contain_text("Credits of *May*")
    added.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("The note is withdrawn.")).to_be_visible()
    expect(notes).not_to_contain_text("Credits of *May*")
