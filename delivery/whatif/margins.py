"""What remains of each side after suppliers: charges less what the usage costs us."""

from __future__ import annotations

from typing import Any

import duckdb

from delivery.aside import Rated

COSTS, WAITING = "fct_supply_costs", "fct_supply_suspense"
LEGS = (COSTS, WAITING)
"""The models that a side is rated up to beside the rated events."""
Rows = list[dict[str, Any]]

# what a supplier has no price for would look like usage that costs nothing
WITH_COSTS = """
create temp table with_costs as
select * from both_sides where line_no not in (
    select line_no from present_waiting union all select line_no from candidate_waiting
)
"""
# a charge and a cost in two currencies are two rows: no rate of exchange is guessed
MARGINS = """
with costs as (
    select line_no, currency, cost as present, 0 as candidate from present_costs
    union all
    select line_no, currency, 0 as present, cost as candidate from candidate_costs
),

amounts as (
    select currency, present, candidate from with_costs
    union all
    select costs.currency, -costs.present, -costs.candidate
    from costs
    inner join with_costs on with_costs.line_no = costs.line_no
)

select currency, sum(present)::decimal(24, 6) as present,
    sum(candidate)::decimal(24, 6) as candidate,
    sum(candidate - present)::decimal(24, 6) as difference
from amounts
where exists (from costs)
group by all order by 1
"""


def copy_costs(warehouse: duckdb.DuckDBPyConnection, rated: Rated, side: str) -> None:
    """Copy what suppliers charge, and have no price for, from the warehouse attached as `aside`."""
    warehouse.execute(
        f"create temp table {side}_costs as select line_no, currency, cost "
        f"from {rated.events('aside', COSTS)}"
    )
    warehouse.execute(
        f"create temp table {side}_waiting as select line_no "
        f"from {rated.events('aside', WAITING)} where status = 'open'"
    )


def what_remains(warehouse: duckdb.DuckDBPyConnection) -> tuple[Rows, int]:
    """Return the margins of the table `both_sides` by currency, and how many events are in none.

    Without any cost there is no margin to tell of: no row.
    """
    warehouse.execute(WITH_COSTS)
    [uncosted] = rows_of(
        warehouse,
        "select count(*) as events from both_sides "
        "where line_no not in (select line_no from with_costs)",
    )
    return rows_of(warehouse, MARGINS), uncosted["events"]


def rows_of(
    warehouse: duckdb.DuckDBPyConnection, query: str, values: dict[str, object] | None = None
) -> Rows:
    """Return the rows of a query as dictionaries by column."""
    found = warehouse.execute(query, values or {})
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
