"""What an operator may accept of the marts gate, how long, and what is never accepted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from expectations import marts_gate
from expectations.acceptances import AcceptanceError, accept, read_acceptances
from expectations.explain import explain
from expectations.suite import Group, Suite, none_where
from expectations.suites.history import drift
from expectations.suites.marts import marts_suites
from trunkline.cli import pipeline
from trunkline.gates import GateFailedError
from trunkline.run_log import RunLog, read_lines
from trunkline.settings import Settings
from trunkline.warehouse import Standing

PLANS = "plans_with_another_share_of_events"
ACCEPTED = f"{PLANS}: {{reason: The plan Summer was launched, until: 2026-03-31}}\n"
LAST_DAY = datetime(2026, 3, 31, 14, 59, tzinfo=UTC)
"""A minute before midnight in Seoul."""
A_MINUTE_LATER = datetime(2026, 3, 31, 15, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose newest plan takes a fifth of the last week's usage."""

    @contextmanager
    def warehouse(_: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
        with duckdb.connect() as connection:
            connection.execute(
                "create table fct_usage_daily as select date '2026-01-01' + cast(day as integer) "
                "as usage_date, plan_id, if(plan_id = 'Summer', 250, 1000) as event_count "
                "from range(40) days (day), (values ('Basic'), ('Summer')) plans (plan_id) "
                "where plan_id = 'Basic' or day > 31"
            )
            yield connection

    def suites(*_: object) -> list[Suite]:
        share = drift(
            "fct_usage_daily", "usage_date", "plan_id", PLANS, "usage", "Look.",
            fewest=1000, measure="sum(event_count)",
        )  # fmt: skip
        negative = none_where("negative_events", "event_count < 0", "usage", "Look.")
        return [Suite("marts.usage", (share, Group("fct_usage_daily", (negative,))))]

    monkeypatch.setattr(marts_gate, "open_warehouse", warehouse)
    monkeypatch.setattr(marts_gate, "standing", lambda *_: Standing(1, "code"))
    monkeypatch.setattr(marts_gate, "marts_suites", suites)
    return tmp_path


def judged(home: Path, now: datetime = LAST_DAY) -> tuple[list[str], pipeline.Checks]:
    """Ask the gate as a run does; return what the run says, and the checks."""
    settings = Settings(home, home / "keys.json", clock=now)
    said: list[str] = []
    checks = pipeline.check_marts(settings, RunLog(settings.run_log), said.append)
    return said, checks


def test_a_new_plan_stops_publishing_until_somebody_accepts_it(home: Path) -> None:
    with pytest.raises(GateFailedError, match="Summer 20 percent instead of 0"):
        judged(home)
    (home / "accepted_checks.yml").write_text(ACCEPTED)
    said, checks = judged(home)
    assert said == [
        "marts gate: 1 of 2 checks held, 1 failed and accepted",
        f"marts gate: marts.usage.{PLANS} failed, accepted until 2026-03-31: The plan Summer was "
        "launched: expected nothing, saw Basic 80 percent instead of 100; Summer 20 percent "
        "instead of 0 (usage)",
    ]
    # published, but nowhere as a check that held
    assert (checks.passed, checks.total) == (1, 2)


def test_what_is_accepted_is_kept_as_failed_with_its_reason(home: Path) -> None:
    (home / "accepted_checks.yml").write_text(ACCEPTED)
    judged(home)
    settings = Settings(home, home / "keys.json")
    (line,) = [
        each for each in read_lines(RunLog(settings.run_log).gates) if "plans" in each["check_name"]
    ]
    assert line["is_success"] is False
    assert line["seen"].endswith("(accepted until 2026-03-31: The plan Summer was launched)")
    (page,) = (settings.data_docs / "validations").rglob("*.html")
    assert (
        "A failure is accepted until 2026-03-31: The plan Summer was launched." in page.read_text()
    )


def test_the_day_after_the_last_it_blocks_again(home: Path) -> None:
    (home / "accepted_checks.yml").write_text(ACCEPTED)
    assert judged(home, LAST_DAY)
    with pytest.raises(GateFailedError, match=r"accepted it until 2026-03-31: .* that is over"):
        judged(home, A_MINUTE_LATER)


def test_an_acceptance_covers_no_other_check(home: Path) -> None:
    name = "last_week_of_events_in_percent_of_the_month_before"
    other = f"{name}: {{reason: Switches moved, until: 2026-03-31}}"
    (home / "accepted_checks.yml").write_text(other)
    acceptances = read_acceptances(home)
    marked = {c.name for s in accept(marts_suites(1), acceptances, date(2026, 3, 1))
              for c in s.checks if c.accepted}  # fmt: skip
    assert marked == {name}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plans_with: {reason: New, until: 2026-12-31}", "entry plans_with: the marts gate has no"),
        (ACCEPTED.replace("plans", "plan"), f"Did you mean marts.usage.{PLANS}"),
        (f"{PLANS}: {{until: 2026-12-31}}", f"yml, entry {PLANS}, has no reason"),
        (f"{PLANS}: {{reason: '  ', until: 2026-12-31}}", f"entry {PLANS}, has no reason"),
        (f"{PLANS}: {{reason: New}}", f"entry {PLANS}, has no until"),
        (f"{PLANS}: {{reason: New, until: 2026-02-30}}", f"entry {PLANS}, .*2026-02-30.* no day"),
        (f"{PLANS}: {{reason: New, until: always}}", f"entry {PLANS}, .*always.* no day"),
        (f"{PLANS}: {{reason: New, until: 2026-12-31, by: me}}", f"entry {PLANS}, has by"),
        (f"{PLANS}: New", f"entry {PLANS}, has no reason and no until"),
        (f"- {PLANS}", "accepted_checks.yml holds no entries by check"),
        (f"{PLANS}: {{reason: New", "accepted_checks.yml, line 1, is no YAML"),
        (ACCEPTED + f"marts.usage.{ACCEPTED}", "is there a second time"),
    ],
)
def test_an_entry_that_makes_no_sense_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "accepted_checks.yml").write_text(text)
    with pytest.raises(AcceptanceError, match=words) as error:
        accept(marts_suites(1), read_acceptances(tmp_path), date(2026, 3, 1))
    assert error.value.advice


@pytest.mark.parametrize(
    "name",
    [
        "marts.revenue.unbalanced_control_totals",
        "currencies_whose_payments_are_not_those_of_the_balances",
        "percent_of_payments_of_known_accounts",
        "rated_and_adjusted_less_charged",
    ],
)
def test_only_checks_of_history_are_accepted(tmp_path: Path, name: str) -> None:
    (tmp_path / "accepted_checks.yml").write_text(f"{name}: {{reason: New, until: 2026-12-31}}")
    with pytest.raises(AcceptanceError, match=f"entry {name}: only checks of history"):
        accept(marts_suites(1), read_acceptances(tmp_path), date(2026, 3, 1))


def test_the_checks_that_can_be_accepted_compare_with_earlier_data_alone() -> None:
    history = {c.name for suite in marts_suites(1) for c in suite.checks if c.is_of_history}
    words = ("another_share", "in_percent_of_the", "than_ever", "they_ever")
    assert {name for name in history if not any(word in name for word in words)} == set()
    assert len(history) >= 15


def test_a_check_is_shown_with_what_is_accepted_of_it(tmp_path: Path) -> None:
    (tmp_path / "accepted_checks.yml").write_text(ACCEPTED)
    settings = Settings(tmp_path, tmp_path / "keys.json", clock=LAST_DAY)
    assert "A failure is accepted until 2026-03-31: The plan Summer was launched" in list(
        explain(settings, PLANS)
    )
