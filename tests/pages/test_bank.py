"""What Receivables says of the bank's statements and of the gateways' reports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components.words import LANGUAGES, Words
from tests.pages import small_operator
from tests.pages.driving import cards, opened, said

EN = Words("en")


@pytest.fixture
def bank_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home where only the bank has spoken, in dollars alone."""
    small_operator.publish(
        tmp_path,
        empty=True,
        kept=["fct_bank_statements"],
        changes=["delete from fct_bank_statements where currency <> 'USD'"],
    )
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


def table_with(app: AppTest, column: str) -> pd.DataFrame:
    return next(table.value for table in app.dataframe if column in table.value.columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_home_with_statements_only_is_not_blank(language: str, bank_only: Path) -> None:
    words = Words(language)
    app = opened("receivables", language, period="all")
    assert not app.error
    assert words("receivables.nothing_owed") in said(app)
    assert words("receivables.no_gateways") in said(app)
    name = {"ko": "은행 입금액", "en": "Credited at the bank"}[language]
    assert cards(app)[name].startswith("$")
    assert len(table_with(app, words("column.balance_check"))) == 2
    assert str(words("filter.note_none")) in said(app)


def test_a_home_with_statements_only_begins_with_their_last_month(bank_only: Path) -> None:
    app = opened("receivables", "en")
    assert cards(app)["Credited at the bank"] not in ("–", "$0.00")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_statement_says_whether_it_is_proven_or_why_not(language: str, home: Path) -> None:
    words = Words(language)
    app = opened("receivables", language, period="all", currency="KRW")
    checks = table_with(app, words("column.balance_check"))[words("column.balance_check")]
    codes = ("balanced", "unbalanced", "no_balance", "other_currency")
    assert set(checks) == {words.label("balance_check", code) for code in codes}
    # What needs a look stands on top.
    assert checks.iloc[0] != words.label("balance_check", "balanced")
    assert checks.iloc[-1] == words.label("balance_check", "balanced")


def test_credits_that_are_not_matched_are_counted_and_shared(home: Path) -> None:
    app = opened("receivables", "en", period="all", currency="KRW")
    statements = table_with(app, "Balances")
    assert statements["Not matched"].sum() > 0
    assert statements["Credits"].sum() > statements["Not matched"].sum()
    assert cards(app)["Credits matched"].endswith("%")
    assert int(cards(app)["Statements not proven"]) == sum(statements["Balances"] != "agree")


def test_what_gateways_settled_leads_to_what_they_paid_out(home: Path) -> None:
    app = opened("receivables", "en", period="all", currency="KRW")
    gateways = table_with(app, "Paid out")
    assert set(gateways["Gateway"]) == {"card_gate", "debit_collector"}
    for row in gateways.to_dict("records"):
        assert row["Taken"] - row["Not settled"] == row["Settled"]
        assert row["Settled"] - row["Given back"] - row["Fees"] == row["Paid out"]
    unsettled = sum(gateways["Not settled"], Decimal(0))
    assert unsettled > 0
    text = " ".join(metric.help or "" for metric in app.metric)
    assert f"₩{unsettled:,.0f}" in text


def test_a_choice_of_segment_narrows_gateways_and_not_the_bank(home: Path) -> None:
    everybody = opened("receivables", "en", period="all", currency="KRW")
    business = opened("receivables", "en", period="all", currency="KRW", segment="business")
    assert cards(everybody)["Credited at the bank"] == cards(business)["Credited at the bank"]
    assert cards(everybody)["Gateway fees"] != cards(business)["Gateway fees"]


def test_a_snapshot_that_knows_less_of_the_bank_shows_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped = "alter table fct_bank_statements drop column credit_amount"
    small_operator.publish(tmp_path, changes=[dropped])
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    app = opened("receivables", "en")
    assert not app.error
    assert EN("state.older_page") in said(app)
    assert "Account (pseudonym)" in table_with(app, "Oldest, days").columns
