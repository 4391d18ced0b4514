"""A statement whose lines are still to come proves nothing; one whose lines never come does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from expectations.suite import Suite, measure, verdicts
from expectations.suites.payments import DAYS_FOR_LINES, payments_groups

MADE = datetime(2026, 3, 1, 21, tzinfo=UTC)
IN_TIME = timedelta(days=DAYS_FOR_LINES)
TOO_LATE = IN_TIME + timedelta(seconds=1)
# entries that landed, entries that the statement states, and what its balances lack
Statement = tuple[int, int | None, str]


def judged(
    statement: Statement, waited: timedelta, source: str = "payments", entity: str = "payments"
) -> dict[str, bool]:
    """Judge one statement beside a source's delivery, so long after it was made."""
    entry_count, stated, difference = statement
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(
            "create table fct_load_files as select * from (values "
            "('payments', 'bank_statements', ?::timestamp), (?, ?, ?::timestamp)) "
            "as files (source, entity, landed_at)",
            [MADE, source, entity, MADE + waited],
        )
        connection.execute(
            "create table fct_bank_statements as select ?::timestamp as created_at, "
            "?::bigint as entry_count, ?::bigint = ?::bigint as is_complete, "
            "?::decimal(24, 5) as difference_amount",
            [MADE, entry_count, entry_count, stated, difference],
        )
        groups = [group for group in payments_groups() if "from fct_bank_st" in group.relation]
        suite = Suite("marts.payments", tuple(groups))
        checks = verdicts(suite, measure(connection, suite))
    return {check.name.rsplit(".", 1)[1]: check.success for check in checks}


@pytest.mark.parametrize(
    ("case", "statement", "waited", "adds_up", "came"),
    [
        ("lines_may_still_come", (0, 2, "50"), IN_TIME, True, True),
        ("lines_never_came", (0, 2, "50"), TOO_LATE, True, False),
        ("lines_that_never_came_even_themselves_out", (0, 2, "0"), TOO_LATE, True, False),
        ("some_came", (1, 2, "50"), IN_TIME, False, True),
        ("some_came_and_others_are_late", (1, 2, "50"), TOO_LATE, False, True),
        ("there_are_none", (0, 0, "0"), TOO_LATE, True, True),
        ("nobody_says_how_many_there_are", (0, None, "50"), TOO_LATE, True, True),
    ],
)
def test_lines_of_a_statement_are_waited_for_but_not_for_ever(
    case: str, statement: Statement, waited: timedelta, adds_up: bool, came: bool
) -> None:
    assert judged(statement, waited) == {
        "bank_statements_less_their_entries": adds_up,
        "bank_statements_whose_lines_never_came": came,
    }, case


@pytest.mark.parametrize(
    ("source", "entity", "came"),
    [
        ("trunkline", "churn_scores", True),
        ("planning", "figure_notes", True),
        ("planning", "targets", False),
        ("crm", "tickets", False),
    ],
)
def test_scores_and_notes_of_today_do_not_make_lines_late(
    source: str, entity: str, came: bool
) -> None:
    found = judged((0, 2, "50"), TOO_LATE, source, entity)
    assert found["bank_statements_whose_lines_never_came"] == came
