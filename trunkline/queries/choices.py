"""What the filters offer: only what the snapshot holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from trunkline.queries.filters import Filters
from trunkline.queries.table import run
from trunkline.queries.viewer import Viewer

MONTHS = """
    select distinct month from (
        select cast(date_trunc('month', usage_date) as date) as month from fct_usage_daily
        union all
        select cast(date_trunc('month', period) as date) from fct_invoices
    ) as months
    order by month desc
"""
# The last month whose last local day has usage; the newest month where none is whole.
WHOLE_MONTH = """
    select max(cast(date_trunc('month', usage_date) as date))
    from (select max(usage_date) as usage_date from fct_usage_daily) as newest
    where usage_date = cast(date_trunc('month', usage_date) + interval 1 month as date) - 1
    union all
    select cast(date_trunc('month', max(usage_date)) - interval 1 month as date)
    from fct_usage_daily
"""
# The last month in which every cycle was billed: figures of money are whole there.
BILLED_MONTH = """
    select cast(date_trunc('month', period) as date) as month
    from fct_invoices
    group by month
    having count(distinct cycle_day) = (select count(distinct cycle_day) from fct_invoices)
    order by month desc
    limit 1
"""
SERVICES = "select service from fct_usage_daily group by service order by sum(event_count) desc"
PLANS = """
    select plan_id, first(plan_name order by known_to desc, valid_to desc) as plan_name,
        first(plan_name_en order by known_to desc, valid_to desc) as plan_name_en
    from dim_plans
    group by plan_id
    order by plan_id
"""
# Tables that say where people and cells are; a snapshot of an older version may lack some.
TABLES = "select table_name from duckdb_tables() where schema_name = 'main'"
REGIONS = {
    table: f"select distinct region from {table} where region is not null"
    for table in ("dim_accounts", "dim_customers", "dim_cells")
}
SEGMENTS = {
    table: f"select distinct segment from {table} where segment is not null"
    for table in ("dim_accounts", "dim_customers")
}
CURRENCIES = """
    select currency from fct_invoice_lines group by currency order by count(*) desc, currency
"""


@dataclass(frozen=True)
class Choices:
    """Options of each filter, in the order in which they are offered.

    usual_month: the one to begin with: the last that was billed whole, else the last whose usage
    is whole.
    """

    months: tuple[date, ...]
    usual_month: date | None
    services: tuple[str, ...]
    plans: tuple[str, ...]
    plan_names: tuple[str, ...]
    regions: tuple[str, ...]
    segments: tuple[str, ...]
    currencies: tuple[str, ...]


def choices(viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection) -> Choices:
    """Options that the snapshot knows; `filters` is taken for the common shape of the queries."""

    def column(sql: str, position: int = 0) -> tuple[str, ...]:
        return tuple(row[position] for row in run(viewer, connection, sql).rows)

    tables = set(column(TABLES))

    def of_any(queries: dict[str, str]) -> set[str]:
        return {code for table, sql in queries.items() if table in tables for code in column(sql)}

    months = tuple(row[0] for row in run(viewer, connection, MONTHS).rows)
    whole = [
        row[0]
        for sql in (BILLED_MONTH, WHOLE_MONTH)
        for row in run(viewer, connection, sql).rows
        if row[0] in months
    ]
    plans = run(viewer, connection, PLANS).rows
    return Choices(
        months=months,
        usual_month=whole[0] if whole else (months[0] if months else None),
        services=column(SERVICES),
        plans=tuple(plan for plan, _, _ in plans),
        plan_names=tuple(
            (name if viewer.language == "ko" else english) or plan for plan, name, english in plans
        ),
        regions=tuple(sorted(of_any(REGIONS))),
        segments=tuple(sorted(of_any(SEGMENTS), reverse=True)),
        currencies=column(CURRENCIES),
    )
