"""Targets on Executive: what was planned, how far it is reached, and a verdict in words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboards.components.targets import target_text, with_target
from dashboards.components.words import LANGUAGES, Words
from tests.pages import small_operator
from tests.pages.driving import opened, said
from trunkline.metrics.catalogue import metric
from trunkline.queries.figures import Figure

MAY = date(2026, 5, 1)
COLOUR = re.compile(r":(?:green|red)-badge\[(\w+)\]")


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


def known(metric_id: str, value: str | None, target: str | None, currency: str | None) -> Figure:
    amount = None if value is None else Decimal(value)
    series = ((MAY, amount or Decimal(0)),)
    planned = None if target is None else Decimal(target)
    return Figure(metric_id, currency, amount, None, series, (), target=planned)


@pytest.mark.parametrize(
    ("metric_id", "value", "target", "korean", "english"),
    [
        # money and counts: the share that is reached; more of it is better, or less of it is
        ("billed_revenue", "1208000000", "1230000000",
         "목표 12.3억 원 · 98.2% 미달", "Target ₩1.23B · 98.2% missed"),
        ("billed_revenue", "1230000000", "1230000000",
         "목표 12.3억 원 · 100.0% 달성", "Target ₩1.23B · 100.0% met"),
        ("open_balance", "55000000", "50000000",
         "목표 5,000만 원 · 110.0% 미달", "Target ₩50M · 110.0% missed"),
        ("open_balance", "45000000", "50000000",
         "목표 5,000만 원 · 90.0% 달성", "Target ₩50M · 90.0% met"),
        # a whisker short is not all of it, and less than that is not told
        ("active_subscriptions", "1998", "2000",
         "목표 2,000 · 99.9% 미달", "Target 2,000 · 99.9% missed"),
        ("active_subscriptions", "9999", "10000",
         "목표 10,000 · 99.99% 미달", "Target 10,000 · 99.99% missed"),
        ("active_subscriptions", "999999", "1000000",
         "목표 100만 미달", "Target 1M missed"),
        # of nothing, or of less, there is no share
        ("net_additions", "-5", "20", "목표 20 · −25 미달", "Target 20 · −25 missed"),
        ("net_additions", "4", "0", "목표 0 · +4 달성", "Target 0 · +4 met"),
        ("net_additions", "-2", "-3", "목표 −3 · +1 달성", "Target −3 · +1 met"),
        # everything else: so much above or below
        ("network_availability", "0.9985", "0.999",
         "목표 99.90% · −0.05%p 미달", "Target 99.90% · −0.05 pp missed"),
        ("customer_churn_share", "0.0131", "0.01",
         "목표 1.0% · +0.31%p 미달", "Target 1.0% · +0.31 pp missed"),
        ("customer_churn_share", "0.01", "0.01",
         "목표 1.0% 달성", "Target 1.0% met"),
        ("net_promoter_score", "-4", "5",
         "목표 +5 · −9점 미달", "Target +5 · −9 points missed"),
        ("days_sales_outstanding", "16.8", "18",
         "목표 18일 · −1.2일 달성", "Target 18 days · −1.2 days met"),
        ("first_response_time", "5400", "3600",
         "목표 1시간 · +30분 미달", "Target 1h · +30m missed"),
        # what is better neither way has no verdict
        ("unbilled_charges", "900000", "1000000", "목표 100만 원 · 90.0%", "Target ₩1M · 90.0%"),
    ],
)  # fmt: skip
def test_target_says_in_words_how_far_it_is_reached(
    metric_id: str, value: str, target: str, korean: str, english: str
) -> None:
    definition = metric(metric_id)
    currency = "KRW" if definition.unit == "money" else None
    figure = known(metric_id, value, target, currency)
    for language, expected in (("ko", korean), ("en", english)):
        text = target_text(Words(language), definition, figure, is_whole=True)
        assert COLOUR.sub(r"\1", text) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_colour_repeats_the_word(language: str) -> None:
    words = Words(language)
    for value, colour, word in (("2", "green", "met"), ("1", "red", "missed")):
        figure = known("active_customers", value, "2", None)
        text = target_text(words, metric("active_customers"), figure, is_whole=True)
        assert text.endswith(f":{colour}-badge[{words(f'target.{word}')}]")


def test_a_part_of_a_month_or_no_value_has_a_target_and_no_verdict() -> None:
    words, definition = Words("en"), metric("billed_revenue")
    half = known("billed_revenue", "10", "20", "KRW")
    assert target_text(words, definition, half, is_whole=False) == "Target ₩20"
    assert target_text(words, definition, replace(half, value=None), is_whole=True) == "Target ₩20"
    assert target_text(words, definition, replace(half, target=None), is_whole=True) == ""


def test_a_target_is_of_the_same_currency_and_month() -> None:
    targets = {("billed_revenue", "USD"): Decimal(9), ("open_outages", "none"): Decimal(0)}
    assert with_target(known("billed_revenue", "1", None, "KRW"), targets).target is None
    assert with_target(known("billed_revenue", "1", None, "USD"), targets).target == 9
    # of now, whatever month is chosen
    standing = Figure("open_outages", None, Decimal(1), None, (), ())
    assert with_target(standing, targets).target is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_executive_shows_the_targets_of_its_month(language: str, home: Path) -> None:
    words = Words(language)
    shown = COLOUR.sub(r"\1", said(opened("executive", language, period="2026-05")))
    met, missed = words("target.met"), words("target.missed")
    revenue = {"ko": "107만 원", "en": "₩1.07M"}[language]
    assert f"{words('target.planned', value=revenue)} · 80.0% {missed}" in shown
    assert f"{words('target.planned', value='20')} · 120.0% {met}" in shown
    assert shown.count(f" {met}") == 4 and shown.count(f" {missed}") == 3


def test_dollars_are_no_formula(home: Path) -> None:
    shown = said(opened("executive", "en", period="2026-05", currency="USD"))
    assert r"Target \$257.86 · 80.0%" in shown


def test_a_month_that_is_not_over_has_targets_without_a_verdict(home: Path) -> None:
    words = Words("en")
    shown = said(opened("executive", "en", period="2026-06"))
    assert words("target.planned", value="20") in shown
    line = next(line for line in shown.splitlines() if "Target 20" in line)
    assert words("target.met") not in line and words("target.missed") not in line


@pytest.mark.parametrize(
    "choice",
    [{"period": "all"}, {"service": "voice"}, {"plan": "plan_b"}, {"region": "jeju"}],
    ids=lambda choice: next(iter(choice)),
)
def test_a_part_of_the_operator_has_no_target(choice: dict[str, str], home: Path) -> None:
    target = Words("en")("target.planned", value="")
    assert target in said(opened("executive", "en", period="2026-05"))
    assert target not in said(opened("executive", "en", **({"period": "2026-05"} | choice)))


@pytest.mark.parametrize("page", ["revenue", "customers", "receivables", "network", "invoices"])
def test_no_other_page_has_targets(page: str, home: Path) -> None:
    assert Words("en")("target.planned", value="") not in said(opened(page, "en", period="2026-05"))


def test_snapshot_of_an_older_version_has_no_targets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_operator.publish(tmp_path)
    [snapshot] = (tmp_path / "snapshots").glob("*.duckdb")
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("drop table dim_targets")
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    app = opened("executive", "en", period="2026-05")
    assert not app.error and not app.info
    assert Words("en")("target.planned", value="") not in said(app)
    assert len(app.metric) == 4
