"""Which month or days a page begins with, and that a part is never shown as if it were whole."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import cards as card_parts
from dashboards.components import charts
from dashboards.components.charts import Series
from dashboards.components.words import LANGUAGES, Words
from tests.pages.driving import cards, name_of, opened, said
from trunkline.metrics.catalogue import metric
from trunkline.queries.figures import Figure

KO, EN = Words("ko"), Words("en")
LAST_DAY = "2026-06-29"


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


def shown(app: AppTest, label: str) -> Any:
    """What the browser is told of a card."""
    return next(metric.proto for metric in app.metric if name_of(metric) == label)


@pytest.mark.parametrize("page", ["executive", "revenue", "customers", "receivables", "invoices"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_which_month_it_begins_with_and_how_far_data_go(
    page: str, language: str, home: Path
) -> None:
    words = Words(language)
    text = said(opened(page, language))
    month = {"ko": "2026년 5월", "en": "May 2026"}[language]
    assert words("filter.note_last", month=month) in text
    assert words("filter.note_data", day=LAST_DAY) in text


def test_a_month_that_is_not_closed_is_said_not_to_be(home: Path) -> None:
    app = opened("executive", "en", period="2026-06")
    assert EN("filter.note_open", month="Jun 2026", last="May 2026") in said(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_network_begins_with_the_last_days_of_its_own_data(language: str, home: Path) -> None:
    words = Words(language)
    text = said(opened("network", language))
    assert words("filter.note_days", first="2026-06-03", last="2026-06-30") in text
    assert words("filter.note_network", day="2026-06-30") in text
    assert words("filter.note_data", day=LAST_DAY) not in text


def test_network_takes_a_month_that_was_chosen_and_days_that_were(home: Path) -> None:
    recent = opened("network", "en")
    week = opened("network", "en", period="7d")
    month = opened("network", "en", period="2026-04")
    assert EN("filter.note_days", first="2026-06-24", last="2026-06-30") in said(week)
    assert len({str(cards(app)) for app in (recent, week, month)}) == 3
    assert not opened("executive", "en", period="7d").error


def test_days_are_compared_with_as_many_days_before(home: Path) -> None:
    recent = shown(opened("network", "en"), "Set-up success")
    assert recent.delta and recent.delta_description == EN("card.against_days")


def test_sparkline_ends_with_the_chosen_month_and_holds_whole_months_only(home: Path) -> None:
    label = "Billed revenue"
    assert len(shown(opened("executive", "en"), label).chart_data) == 2
    assert len(shown(opened("executive", "en", period="2026-04"), label).chart_data) == 0
    assert len(shown(opened("executive", "en", period="all"), label).chart_data) == 2


def test_a_part_of_a_month_is_not_compared_with_a_whole_one(home: Path) -> None:
    app = opened("executive", "en", period="2026-06")
    assert shown(app, "Billed revenue").delta == EN("card.unfinished_billing")
    assert shown(app, "Active subscriptions").delta == EN("card.unfinished_calendar")
    assert EN("executive.needs_closed") in said(app)
    assert "Month before" not in [name for table in app.dataframe for name in table.value.columns]
    whole = opened("executive", "en", period="2026-05")
    assert shown(whole, "Billed revenue").delta.endswith("%")
    assert EN("executive.needs_closed") not in said(whole)


def test_a_few_are_compared_by_their_difference(home: Path) -> None:
    """Twelve subscriptions, then twenty-four: twelve more, not twice as many."""
    assert shown(opened("executive", "en", period="2026-05"), "Active subscriptions").delta == "+12"


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_say_which_months_are_parts(language: str, home: Path) -> None:
    words = Words(language)
    assert words("chart.unfinished_billing") in said(opened("revenue", language))
    assert words("chart.unfinished_calendar") in said(opened("customers", language))


@pytest.mark.parametrize("draw", [charts.stacked_bars, charts.lines])
def test_a_part_is_drawn_apart_from_what_is_whole(
    draw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures: list[Any] = []
    monkeypatch.setattr(charts.st, "plotly_chart", lambda figure, **_: figures.append(figure))
    part = Series("voice", "Voice", ["May", "Jun"], [Decimal(2), Decimal(1)], ["2", "1"])
    draw([part], str, key="k", alt="", unfinished={"Jun"})
    whole, rest = json.loads(figures[0].to_json())["data"]
    assert (whole["y"], rest["y"]) == ([2.0, None], [None, 1.0])
    marker = rest["marker"]
    assert marker.get("symbol") == "circle-open" or marker["pattern"]["shape"] == "/"


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [("0", "0"), ("1215", "1,215"), ("99999", "99,999"), ("1234567", "1.23M")],
)
def test_counts_below_a_hundred_thousand_are_written_out(value: str, shown_as: str) -> None:
    known = Figure("active_customers", None, Decimal(value), None, (), ())
    assert card_parts.headline(metric("active_customers"), known, "en") == shown_as


def test_what_needs_a_look_does_not_wait_for_the_billing_month(home: Path) -> None:
    may, april = (
        [
            line
            for line in said(opened("executive", "en", period=month)).splitlines()
            if "could not be rated" in line or "in their busy hours" in line
        ]
        for month in ("2026-05", "2026-04")
    )
    assert may == april
    assert any("could not be rated" in line for line in may)


@pytest.mark.parametrize("language", LANGUAGES)
def test_scores_say_their_unit_horizon_and_meaning(language: str, home: Path) -> None:
    words = Words(language)
    note = words(
        "customers.risk_note",
        horizon=30,
        as_of=date(2026, 7, 1),
        model="churn 1",
        count=24,
    )
    assert note in said(opened("customers", language))


def test_a_column_that_repeats_the_chosen_currency_is_said_below_instead(home: Path) -> None:
    app = opened("receivables", "en", currency="USD")
    debtors = next(t.value for t in app.dataframe if "Account (pseudonym)" in t.value.columns)
    assert "Currency" not in debtors.columns
    assert any("rows · USD" in caption.value for caption in app.caption)
