"""Which months and currencies are offered, also where sources speak of different years."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboards.components.words import LANGUAGES, Words
from tests.pages import small_operator
from tests.pages.driving import cards, opened, said
from trunkline.large_facts import LARGE_FACTS
from trunkline.queries.bank import statements
from trunkline.queries.choices import Choices, choices
from trunkline.queries.figures import figure
from trunkline.queries.filters import Filters
from trunkline.queries.viewer import local_viewer
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot

EN = Words("en")
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
# As where public calls of 2017 stand beside invented statements of later years.
SEVEN_YEARS_LATER = """
update fct_bank_statements set
    opening_balance_date = cast(opening_balance_date + interval 7 year as date),
    closing_balance_date = cast(closing_balance_date + interval 7 year as date)
"""


@contextmanager
def marts_of(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_snapshot(Settings(home=home, keys_file=home / "keys.json")) as snapshot:
        yield snapshot.connection


def offered(home: Path) -> Choices:
    with marts_of(home) as marts:
        return choices(local_viewer("en"), Filters(), marts)


@pytest.fixture
def mixed_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    small_operator.publish(tmp_path, changes=[SEVEN_YEARS_LATER])
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    return tmp_path


def test_large_facts_are_views_as_in_a_real_snapshot(small_home: Path) -> None:
    with marts_of(small_home) as marts:
        found = marts.execute("select table_name from duckdb_tables()").fetchall()
    assert not {name for (name,) in found} & set(LARGE_FACTS)


def test_currencies_of_large_facts_are_offered(tmp_path: Path) -> None:
    dropped = [f"drop table {name}" for name in ("fct_receivables", "fct_bank_statements")]
    small_operator.publish(tmp_path, changes=dropped)
    assert offered(tmp_path).currencies == ("KRW", "USD")


def test_months_that_only_the_bank_knows_can_be_chosen(small_home: Path, mixed_home: Path) -> None:
    alone, mixed = offered(small_home), offered(mixed_home)
    assert mixed.bank_months == (date(2033, 6, 1), date(2033, 5, 1))
    assert mixed.months == mixed.bank_months + alone.months
    assert mixed.usual_month == alone.usual_month == MAY
    assert alone.bank_months == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_a_month_that_only_the_bank_knows(language: str, mixed_home: Path) -> None:
    words = Words(language)
    app = opened("receivables", language, period="2033-06", currency="KRW")
    name = {"ko": "은행 입금액", "en": "Credited at the bank"}[language]
    assert any(digit in cards(app)[name] for digit in "123456789")
    assert words("filter.note_data", day="2033-06-27") in said(app)
    assert words("filter.note_open", month="Jun 2033", last="May 2026") not in said(app)


def test_a_month_is_whole_by_the_days_of_its_own_source(mixed_home: Path) -> None:
    known = offered(mixed_home)
    assert known.bank_days == (date(2033, 5, 13), date(2033, 6, 27))
    assert not known.is_whole(date(2033, 5, 1), "bank"), "it begins in the middle"
    assert not known.is_whole(date(2033, 6, 1), "bank")
    assert known.is_whole(JUNE, "receivables") and not known.is_whole(JUNE)
    assert not known.is_whole(JULY, "receivables")


def test_bank_months_between_the_first_and_the_last_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = """
        update fct_bank_statements
        set closing_balance_date = cast(closing_balance_date + interval 9 month as date)
        where month(closing_balance_date) = 6
    """
    small_operator.publish(tmp_path, changes=[SEVEN_YEARS_LATER, later])
    known = offered(tmp_path)
    assert known.is_whole(date(2033, 12, 1), "bank")
    assert not known.is_whole(date(2033, 12, 1))


def test_a_month_of_the_network_is_whole_by_its_own_days(tmp_path: Path) -> None:
    """Counters stop on 10 June, or go on when usage does not."""
    stopped = "delete from fct_quality_daily where local_day > date '2026-06-10'"
    small_operator.publish(tmp_path / "stopped", changes=[stopped])
    known = offered(tmp_path / "stopped")
    assert known.is_whole(MAY, "network") and not known.is_whole(JUNE, "network")
    quiet = "delete from fct_usage_daily where usage_date > date '2026-05-20'"
    small_operator.publish(tmp_path / "quiet", changes=[quiet])
    assert offered(tmp_path / "quiet").is_whole(MAY, "network")
    assert not offered(tmp_path / "quiet").is_whole(MAY)


@pytest.mark.parametrize("lacking", ["period >= date '2026-05-01'", "period < date '2026-05-01'"])
def test_a_month_is_closed_without_a_cycle_that_it_did_not_have(
    lacking: str, small_home: Path, tmp_path: Path
) -> None:
    """The last account of a cycle left, or its first came later."""
    one_cycle = "cycle_day = (select min(cycle_day) from fct_invoice_lines)"
    changes = [
        f"delete from {table} where {lacking} and {one_cycle}"
        for table in ("fct_charges", "fct_invoices")
    ]
    small_operator.publish(tmp_path, changes=changes)
    assert MAY in offered(small_home).closed_months
    assert offered(tmp_path).closed_months == offered(small_home).closed_months


@pytest.mark.parametrize("metric_id", ["bank_credits", "unproven_statements"])
def test_a_page_without_balances_is_of_the_operator_s_day(metric_id: str) -> None:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    connection.execute("delete from fct_bank_statements where statement_id <> '20260527'")
    connection.execute(
        "update fct_bank_statements set opening_balance_date = null, closing_balance_date = null,"
        " balance_check = 'no_balance', created_at = '2026-05-31 15:00:00'"
    )
    viewer = local_viewer("en")
    found = statements(viewer, Filters(currency="KRW"), connection).records()
    assert {row["statement_date"] for row in found} == {JUNE}
    for month, is_there in ((MAY, False), (JUNE, True)):
        chosen = Filters(month=month, currency="KRW")
        assert bool(figure(viewer, chosen, connection, metric_id).value) is is_there
    assert choices(viewer, Filters(), connection).bank_days == (JUNE, JUNE)
