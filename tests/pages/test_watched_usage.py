"""Usage and rating shows which lines reached a limit: cards, rows and marts agree."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dashboards.components.words import Words
from tests.pages import small_operator
from tests.pages.driving import cards, opened, said

EN = Words("en")
SNAPSHOT = "20260704T185900Z"


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


def one(home: Path, query: str) -> tuple[object, ...]:
    with duckdb.connect(str(home / "snapshots" / f"{SNAPSHOT}.duckdb"), read_only=True) as marts:
        row = marts.execute(query).fetchone()
    assert row is not None
    return row


def test_cards_and_tables_are_those_of_the_marts(home: Path) -> None:
    app = opened("usage", "en", period="all")
    assert not app.error and not app.exception
    alerts, bursts = one(
        home,
        "select (select count(*) from fct_usage_alerts), (select count(*) from fct_fraud_bursts)",
    )
    shown = cards(app)
    assert (shown["Usage alerts"], shown["Bursts of usage"]) == (str(alerts), str(bursts))
    by_limit = next(t.value for t in app.dataframe if "Alerts" in t.value.columns)
    assert sum(by_limit["Alerts"]) == alerts
    newest = next(t.value for t in app.dataframe if "Reached" in t.value.columns)
    assert all(newest["Reached"] >= newest["Limit"] * newest["Share of the limit"] / 100)
    text = said(app)
    assert f"50 of {alerts} rows" in text and f"50 of {bursts} rows" in text


def test_a_plan_and_a_month_narrow_them(home: Path) -> None:
    (alerts,) = one(
        home,
        "select count(*) from fct_usage_alerts where plan_id = 'plan_b' "
        "and date_trunc('month', charged_period) = date '2026-05-01'",
    )
    shown = cards(opened("usage", "en", period="2026-05", plan="plan_b"))
    assert shown["Usage alerts"] == str(alerts)


def test_a_snapshot_of_before_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    without = ["drop table fct_usage_alerts", "drop table fct_fraud_bursts"]
    small_operator.publish(tmp_path, changes=without)
    app = opened("usage", "en", period="all")
    assert not app.error and not app.exception
    assert EN("usage.suspense") in said(app)
