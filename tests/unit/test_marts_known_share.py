"""Rows that name what exists: none of them must fail, and no inventory too."""

import duckdb
import pytest

from expectations.suite import Suite, measure, verdicts
from expectations.suites.history import known_share
from expectations.suites.marts import marts_suites


def judged(
    named: list[str | None], inventory: list[str], *, is_target_optional: bool = False
) -> tuple[bool, str]:
    """Judge the tickets that name these customers, beside the customers that exist."""
    with duckdb.connect() as connection:
        connection.execute("create table fct_tickets (customer_key varchar)")
        connection.execute("create table dim_customers (customer_key varchar)")
        for table, keys in (("fct_tickets", named), ("dim_customers", inventory)):
            for key in keys:
                connection.execute(f"insert into {table} values (?)", [key])
        group = known_share(
            "fct_tickets", "customer_key", "dim_customers", "customer_key", "share", "crm",
            is_target_optional=is_target_optional,
        )  # fmt: skip
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
        ("no inventory", ["a", "b"], [], (False, "0")),
        ("neither rows nor inventory", [], [], (True, "nothing to compare yet")),
        ("no rows", [], ["a"], (True, "nothing to compare yet")),
    ],
)
def test_the_share_of_rows_that_name_something_that_exists(
    case: str, named: list[str | None], inventory: list[str], expected: tuple[bool, str]
) -> None:
    assert judged(named, inventory) == expected, case


def test_an_inventory_that_an_operator_may_lack_is_not_missed() -> None:
    nothing = (True, "nothing to compare yet")
    assert judged(["a", "b"], [], is_target_optional=True) == nothing
    assert judged(["a", "x"], ["a"], is_target_optional=True) == (False, "50")


def test_cells_alone_may_be_lacking() -> None:
    """Usage names cells also where their inventory never landed."""
    shares = {
        check.name: group.relation
        for suite in marts_suites(1)
        for group in suite.groups
        for check in group.checks
        if check.name.startswith("percent_of_") and "_known" in check.name
    }
    lacking = {name for name, relation in shares.items() if "case when exists" in relation}
    assert lacking == {"percent_of_cell_hours_of_known_cells", "percent_of_usage_at_known_cells"}
    assert len(shares) > len(lacking)
