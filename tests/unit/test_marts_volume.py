"""Wrong but valid data: the last week beside the month before."""

import duckdb
import pytest

from expectations.suite import Suite, measure, verdicts
from expectations.suites.volume import weekly_volume


def judged(events: int, amount: str, days: int = 40) -> list[tuple[bool, str]]:
    """Judge days of 1,000 events and 500 in charges whose last whole week has other ones."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table fct_usage_daily as select date '2026-01-01' + cast(range as integer) "
            "as usage_date, 'KRW' as currency, "
            f"case when range between {days - 8} and {days - 2} then {events} "
            f"else 1000 end as event_count, cast(case when range between {days - 8} and {days - 2} "
            f"then {amount} else 500 end as decimal(24, 6)) as charge_amount from range({days})"
        )
        suite = Suite("volume", (weekly_volume(),))
        checks = verdicts(suite, measure(connection, suite))
    return [(check.success, check.seen) for check in checks]


@pytest.mark.parametrize(
    ("case", "events", "amount", "expected"),
    [
        ("as_always", 1000, "500", [(True, "100"), (True, "100")]),
        ("three_tenths_less", 700, "350", [(True, "70"), (True, "70")]),
        ("four_tenths_less", 600, "300", [(False, "60"), (True, "60")]),
        ("doubled", 2000, "1000", [(False, "200"), (True, "200")]),
        ("a_price_ten_times_too_high", 1000, "5000", [(True, "100"), (False, "1000")]),
        ("charges_gone", 1000, "0", [(True, "100"), (False, "0")]),
    ],
)
def test_the_last_week_against_the_month_before(
    case: str, events: int, amount: str, expected: list[tuple[bool, str]]
) -> None:
    assert judged(events, amount) == expected, case


def test_a_young_operator_has_nothing_to_compare() -> None:
    nothing = (True, "nothing to compare yet")
    assert judged(10, "1", days=35) == [nothing, nothing]
