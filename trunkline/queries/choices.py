"""What the filters offer: only what the snapshot holds, and which of its months are whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import duckdb

from trunkline.presentation.moments import month_after
from trunkline.queries.conditions import STATED_ON
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
# The months in which all was billed that is charged: figures of money are whole there. Which cycles
# there are may change from month to month.
CLOSED_MONTHS = """
    select cast(date_trunc('month', period) as date) as month
    from fct_invoices
    group by month
    having month not in (
        select cast(date_trunc('month', period) as date)
        from fct_charges
        where close_load_seq is null
    )
    order by month desc
"""
# The bank may speak of months in which nothing was used or billed: they can be chosen too.
BANK_MONTHS = {
    "fct_bank_statements": f"""
    select distinct cast(date_trunc('month', {STATED_ON}) as date) as month
    from fct_bank_statements as statements
    order by month desc
"""
}
SERVICES = "select service from fct_usage_daily group by service order by sum(event_count) desc"
PLANS = """
    select plan_id, first(plan_name order by known_to desc, valid_to desc) as plan_name,
        first(plan_name_en order by known_to desc, valid_to desc) as plan_name_en
    from dim_plans
    group by plan_id
    order by plan_id
"""
# A snapshot of an older version may lack some. Large facts are views over files, not tables.
TABLES = "select table_name from information_schema.tables where table_schema = 'main'"
REGIONS = {
    table: f"select distinct region from {table} where region is not null"
    for table in ("dim_accounts", "dim_customers", "dim_cells")
}
SEGMENTS = {
    table: f"select distinct segment from {table} where segment is not null"
    for table in ("dim_accounts", "dim_customers")
}
CURRENCIES = {
    table: f"""
    select currency from {table} where currency is not null
    group by currency order by count(*) desc, currency
"""
    for table in ("fct_invoice_lines", "fct_receivables", "fct_bank_statements")
}
USAGE_DAYS = "select min(usage_date), max(usage_date) from fct_usage_daily"
NETWORK_DAYS = {"fct_quality_daily": "select min(local_day), max(local_day) from fct_quality_daily"}
BANK_DAYS = {
    "fct_bank_statements": f"""
    select min({STATED_ON}), max({STATED_ON}) from fct_bank_statements as statements
"""
}
# Balances are known to the end of the last month that is over, whoever bills.
RECEIVABLES_DAYS = {
    "fct_receivables_monthly": """
    select min(month), coalesce(
        cast(max(month) filter (where is_over) + interval 1 month - interval 1 day as date),
        min(month)
    )
    from fct_receivables_monthly
"""
}
Days = tuple[date, date]
# What a network engineer looks at first: four weeks hold each day of the week as often.
RECENT_DAYS = 28


@dataclass(frozen=True)
class Choices:
    """Options of each filter, in the order in which they are offered.

    bank_months: those of `months` in which only the bank speaks. closed_months: those of which
    every charge is billed. usual_month: the one to begin with: the last of them, else the last
    calendar month whose days are all there. data_days, network_days, bank_days and
    receivables_days: first and last local day of which there are data (usage, else network, else
    the bank's; each its own).
    """

    months: tuple[date, ...]
    bank_months: tuple[date, ...]
    closed_months: tuple[date, ...]
    usual_month: date | None
    data_days: Days | None
    network_days: Days | None
    bank_days: Days | None
    receivables_days: Days | None
    services: tuple[str, ...]
    plans: tuple[str, ...]
    plan_names: tuple[str, ...]
    regions: tuple[str, ...]
    segments: tuple[str, ...]
    currencies: tuple[str, ...]

    def recent_days(self, count: int = RECENT_DAYS) -> Days | None:
        """The last days of network data, from the first to before the second."""
        if self.network_days is None:
            return None
        end = self.network_days[1] + timedelta(days=1)
        return (end - timedelta(days=count), end)

    def network_months(self) -> tuple[date, ...]:
        """The calendar months of network data, newest first."""
        if self.network_days is None:
            return ()
        first, last = self.network_days
        found = [first.replace(day=1)]
        while month_after(found[-1]) <= last:
            found.append(month_after(found[-1]))
        return tuple(reversed(found))

    def is_whole(self, month: date, months: str = "calendar") -> bool:
        """Whether data of each day of a calendar month are there (true where nothing is known).

        months: whose days tell: `bank`, `receivables`, `network`, else those of the data at large.
        The years of calls and of statements need not be the same.
        """
        own = {
            "bank": self.bank_days,
            "receivables": self.receivables_days,
            "network": self.network_days,
        }.get(months)
        days = own or self.data_days
        if days is None:
            return True
        first, last = days
        begun_late = month < first < month_after(month)
        return not begun_late and month_after(month) <= last + timedelta(days=1)

    def last_day(self, month: date | None) -> date | None:
        """Last day of the data: the bank's in a month in which only the bank speaks."""
        days = self.bank_days if month in self.bank_months else self.data_days
        return days[1] if days else None


def choices(viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection) -> Choices:
    """Options that the snapshot knows; of `filters` only the zone matters."""

    def rows(sql: str) -> tuple[tuple[Any, ...], ...]:
        return run(viewer, connection, sql, filters.parameters()).rows

    tables = {name for (name,) in rows(TABLES)}

    def of_any(queries: dict[str, str]) -> list[Any]:
        """Values of those tables that the snapshot has, each once, in order."""
        found = [row[0] for name, sql in queries.items() if name in tables for row in rows(sql)]
        return list(dict.fromkeys(found))

    def days(sql: str) -> Days | None:
        ((first, last),) = rows(sql)
        return (first, last) if first else None

    def days_of(queries: dict[str, str]) -> Days | None:
        return next((days(sql) for name, sql in queries.items() if name in tables), None)

    known = [row[0] for row in rows(MONTHS)]
    bank_months = [month for month in of_any(BANK_MONTHS) if month not in known]
    closed = tuple(row[0] for row in rows(CLOSED_MONTHS))
    network_days, bank_days = days_of(NETWORK_DAYS), days_of(BANK_DAYS)
    plans = rows(PLANS)
    offered = Choices(
        months=tuple(sorted([*known, *bank_months], reverse=True)),
        bank_months=tuple(bank_months),
        closed_months=closed,
        usual_month=None,
        data_days=days(USAGE_DAYS) or network_days or bank_days,
        network_days=network_days,
        bank_days=bank_days,
        receivables_days=days_of(RECEIVABLES_DAYS),
        services=tuple(row[0] for row in rows(SERVICES)),
        plans=tuple(plan for plan, _, _ in plans),
        plan_names=tuple(
            (name if viewer.language == "ko" else english) or plan for plan, name, english in plans
        ),
        regions=tuple(sorted(of_any(REGIONS))),
        segments=tuple(sorted(of_any(SEGMENTS), reverse=True)),
        currencies=tuple(of_any(CURRENCIES)),
    )
    usual = known or bank_months
    whole = [month for month in usual if offered.is_whole(month)]
    begun = [*(month for month in closed if month in usual), *whole, *usual]
    return replace(offered, usual_month=begun[0] if begun else None)
