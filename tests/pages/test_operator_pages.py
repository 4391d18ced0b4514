"""What the pages of the whole operator say: bridges close, cards agree with rows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dashboards.components.words import Words
from tests.pages import small_operator
from tests.pages.driving import cards, opened, said

KO, EN = Words("ko"), Words("en")
PAGES = ("revenue", "customers", "receivables", "network")
SNAPSHOT = "20260704T185900Z"


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


@pytest.mark.parametrize("page", ["revenue", "receivables"])
@pytest.mark.parametrize("currency", ["KRW", "USD"])
def test_amounts_stay_in_the_chosen_currency(page: str, currency: str, home: Path) -> None:
    app = opened(page, "en", period="all", currency=currency)
    symbol = {"KRW": "₩", "USD": "$"}[currency]
    assert not app.error
    for table in app.dataframe:
        if "Currency" in table.value.columns:
            assert set(table.value["Currency"]) <= {currency}
    assert any(value.startswith(symbol) for value in cards(app).values())


def test_each_filter_narrows_something(home: Path) -> None:
    for page, choices in {
        "revenue": ({"segment": "business"}, {"plan": "plan_b"}, {"region": "jeju"}),
        "customers": ({"segment": "business"}, {"region": "jeju"}),
        "receivables": ({"segment": "business"}, {"region": "jeju"}),
        "network": ({"region": "jeju"},),
    }.items():
        everything = _shown(page)
        for choice in choices:
            assert _shown(page, **choice) != everything, (page, choice)


def _shown(page: str, **address: str) -> list[object]:
    app = opened(page, "en", period="2026-05", **address)
    assert not app.error
    return [list(cards(app).values()), [table.value.to_dict() for table in app.dataframe]]


def test_month_is_the_same_question_in_both_languages(home: Path) -> None:
    korean = cards(opened("receivables", "ko", period="2026-05"))
    english = cards(opened("receivables", "en", period="2026-05"))
    assert korean["연체 비중"] == english["Overdue share"]
    assert korean["미수 잔액"].endswith("원") and english["Open balance"].startswith("₩")


def test_debtors_add_up_to_the_open_balance(home: Path) -> None:
    app = opened("receivables", "en", period="all", currency="KRW")
    debtors = next(t.value for t in app.dataframe if "Account (pseudonym)" in t.value.columns)
    with duckdb.connect(str(home / "snapshots" / f"{SNAPSHOT}.duckdb"), read_only=True) as marts:
        row = marts.execute(
            "select sum(open_amount) from fct_receivables where currency = 'KRW'"
        ).fetchone()
    assert row is not None
    assert sum(debtors["Open"], Decimal(0)) == row[0]


def test_executive_says_what_needs_a_look_first(home: Path) -> None:
    shown = said(opened("executive", "en"))
    assert EN("alert.first") in shown
    assert EN("alert.open_outages", value="1") in shown
    assert EN("alert.none") not in shown


def test_executive_is_quiet_when_nothing_is_wrong(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(empty_home))
    assert KO("alert.none") in said(opened("executive", "ko"))


def test_scores_appear_once_they_have_landed(
    home: Path, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert EN("customers.no_scores") not in said(opened("customers", "en"))
    monkeypatch.setenv("TRUNKLINE_HOME", str(empty_home))
    assert EN("customers.no_scores") in said(opened("customers", "en"))


@pytest.mark.parametrize("page", PAGES)
def test_snapshot_of_an_older_version_says_so(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_operator.publish(tmp_path)
    with duckdb.connect(str(tmp_path / "snapshots" / f"{SNAPSHOT}.duckdb")) as marts:
        for table in ("dim_customers", "dim_cells", "fct_mrr_movements", "fct_receivables_monthly"):
            marts.execute(f"drop table {table}")
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    assert KO("state.older_page") in said(opened(page, "ko"))
    assert not opened("usage", "ko").error


@pytest.mark.parametrize("language", ["ko", "en"])
def test_controls_that_differ_in_count_alone_leave_no_amount(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uncounted = """
        update fct_control_totals
        set count_difference = 1, is_balanced = false
        where control_key in (select control_key from fct_control_totals order by all limit 3)
    """
    small_operator.publish(tmp_path, changes=[uncounted])
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    expected = Words(language)("alert.controls", count="3", amount="₩0")
    assert [error.value for error in opened("executive", language).error] == [expected]


def test_outcome_of_scores_is_shown_once_it_is_known(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = {EN("column.known_count"), EN("column.lost_count")}

    def columns() -> set[str]:
        tables = (table.value.columns for table in opened("customers", "en").dataframe)
        return set(next(names for names in tables if EN("column.risk_band") in names))

    assert not columns() & outcome
    known = "update fct_churn_scores set has_left = score > 0.5"
    small_operator.publish(tmp_path, changes=[known])
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    assert outcome <= columns()
