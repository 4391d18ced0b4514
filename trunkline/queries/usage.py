"""What was used, in which zone, at which price, and how much of it the plan included."""

from __future__ import annotations

import duckdb

from trunkline.metrics.catalogue import metric
from trunkline.queries.conditions import CURRENCY, MONTH, PLANS, SERVICES, condition
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

CHOSEN = condition("days", SERVICES, PLANS, CURRENCY, MONTH, column="usage_date")

BY_DAY = f"""
select
    days.usage_date,
    days.service,
    days.currency,
    cast(sum(days.event_count) as bigint) as event_count,
    cast(sum(days.quantity) as hugeint) as quantity,
    sum(days.charge_amount) as charge_amount
from fct_usage_daily as days
where {CHOSEN}
group by all
order by days.usage_date, days.service, days.currency
"""

BY_ZONE = f"""
select
    days.service,
    days.direction,
    days.zone,
    days.currency,
    cast(sum(days.event_count) as bigint) as event_count,
    cast(sum(days.quantity) as hugeint) as quantity,
    cast(sum(days.metered_quantity) as hugeint) as metered_quantity,
    cast(sum(days.free_quantity) as hugeint) as free_quantity,
    sum(days.charge_amount) as charge_amount,
    cast(round(
        sum(days.charge_amount)
        * case days.service when 'voice' then 60 when 'data' then 1048576 else 1 end
        / nullif(sum(days.metered_quantity), 0),
        6
    ) as decimal(18, 6)) as unit_price
from fct_usage_daily as days
where {CHOSEN}
group by days.service, days.direction, days.zone, days.currency
order by charge_amount desc, days.service, days.direction, days.zone, days.currency
"""

ALLOWANCES = f"""
select
    days.plan_id,
    days.service,
    cast(sum(days.metered_quantity) as hugeint) as metered_quantity,
    cast(sum(days.free_quantity) as hugeint) as free_quantity,
    cast(round(
        sum(days.free_quantity) / sum(days.metered_quantity), 6
    ) as decimal(9, 6)) as free_share
from fct_usage_daily as days
where {CHOSEN}
group by all
having sum(days.metered_quantity) > 0
order by days.plan_id, days.service
"""


def by_day(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Events, quantity and charges per local day and service."""
    return run(viewer, connection, BY_DAY, filters.parameters(), limit=limit, offset=offset)


def by_zone(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """The same per service, direction and zone, with the effective price of a unit."""
    return run(viewer, connection, BY_ZONE, filters.parameters(), limit=limit, offset=offset)


def allowances(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Share of metered quantity that was free, per plan and service."""
    return run(viewer, connection, ALLOWANCES, filters.parameters(), limit=limit, offset=offset)


def effective_prices(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection
) -> Table:
    """Price of a minute, message or megabyte by month and service: the metric's own SQL."""
    return run(viewer, connection, metric("effective_price").sql, filters.parameters())
