"""What the leaders' page shows beside its figures."""

from __future__ import annotations

import duckdb

from trunkline.queries.conditions import CURRENCY, PLANS, REGIONS, SERVICES, condition
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

CHOSEN_LINES = condition("lines", SERVICES, PLANS, REGIONS, CURRENCY)

REVENUE_BY_KIND = f"""
select
    cast(date_trunc('month', lines.period) as date) as month,
    case when lines.charge_kind = 'usage' then lines.service else lines.charge_kind end as part,
    lines.currency,
    sum(lines.net_amount) as amount
from fct_invoice_lines as lines
where {CHOSEN_LINES}
group by all
order by month, part, lines.currency
"""

MOVERS = f"""
with parts as (
    select
        lines.plan_id,
        case when lines.charge_kind = 'usage' then lines.service else lines.charge_kind end as part,
        lines.currency,
        coalesce(sum(lines.net_amount) filter (
            where date_trunc('month', lines.period) = cast($month as date)
        ), 0) as amount_now,
        coalesce(sum(lines.net_amount) filter (
            where date_trunc('month', lines.period) = cast($month as date) - interval 1 month
        ), 0) as amount_before
    from fct_invoice_lines as lines
    where {CHOSEN_LINES}
    group by all
)

select
    plan_id,
    part,
    currency,
    amount_before,
    amount_now,
    amount_now - amount_before as amount_change
from parts
where amount_now <> amount_before
order by abs(amount_change) desc, plan_id, part
"""


def revenue_by_kind(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection
) -> Table:
    """Billed net amount by month and part (service, or kind of charge), in one currency each."""
    return run(viewer, connection, REVENUE_BY_KIND, filters.parameters())


def movers(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """What changed most against the month before, by plan and part. Needs a month."""
    return run(viewer, connection, MOVERS, filters.parameters(), limit=limit, offset=offset)
