"""Rows that name what exists: none of them must fail, and no inventory must not."""

import duckdb
import pytest

from expectations.suite import Suite, measure, verdicts
from expectations.suites.history import known_share


def judged(named: list[str | None], inventory: list[str]) -> tuple[bool, str]:
    """Judge the tickets that name these customers, beside the customers that exist."""
    with duckdb.connect() as connection:
        connection.execute("create table fct_tickets (customer_key varchar)")
        connection.execute("create table dim_customers (customer_key varchar)")
        for table, keys in (("fct_tickets", named), ("dim_customers", inventory)):
            for key in keys:
                connection.execute(f"insert into {table} values (?)", [key])
        group = known_share(
            "fct_tickets", "customer_key", "dim_customers", "customer_key", "share", "crm"
        )
        suite = Suite("known", (group,))
        (check,) = verdicts(suite, measure(connection, suite))
    return check.success, check.seen


@pytest.mark.parametrize(
    ("case", "named", "inventory", "expected"),
    [
        ("all are known", ["a", "a", "b"], ["a", "b"], (True, "100")),
        ("half are known", ["a", "x"], ["a"], (False, "50")),
        ("every key is another", ["x", "y"], ["a", "b"], (False, "0")),
        ("rows that name nothing do not count", ["a", None], ["a"], (True, "100")),
        ("no inventory", ["a", "b"], [], (True, "nothing to compare yet")),
        ("no rows", [], ["a"], (True, "nothing to compare yet")),
    ],
)
def test_the_share_of_rows_that_name_something_that_exists(
    case: str, named: list[str | None], inventory: list[str], expected: tuple[bool, str]
) -> None:
    assert judged(named, inventory) == expected, case
