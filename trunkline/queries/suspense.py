"""What could not be rated or charged yet: why, how old, worth what; and the rows behind it."""

from __future__ import annotations

import duckdb

from trunkline.queries.conditions import SERVICES, condition
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

CHOSEN = condition("suspense", SERVICES)

BY_REASON = f"""
select
    suspense.reason,
    suspense.service,
    count(*) filter (where suspense.status = 'open') as open_count,
    count(*) filter (where suspense.status = 'cured') as cured_count,
    count(*) filter (where suspense.status = 'written_off') as written_off_count,
    sum(suspense.estimated_amount) filter (where suspense.status = 'open') as estimated_amount,
    max(suspense.age_days) filter (where suspense.status = 'open') as oldest_days
from fct_suspense as suspense
where {CHOSEN}
group by all
order by open_count desc, suspense.reason, suspense.service
"""

BY_AGE = f"""
select
    case
        when suspense.age_days <= 1 then '0-1'
        when suspense.age_days <= 7 then '2-7'
        when suspense.age_days <= 30 then '8-30'
        when suspense.age_days <= 90 then '31-90'
        else '91+'
    end as age_band,
    suspense.reason,
    min(suspense.age_days) as youngest_days,
    count(*) as event_count,
    sum(suspense.estimated_amount) as estimated_amount
from fct_suspense as suspense
where suspense.status = 'open' and {CHOSEN}
group by 1, 2
order by youngest_days, suspense.reason
"""

EVENTS = f"""
select
    cast(suspense.event_id as varchar) as event_id,
    suspense.reason,
    suspense.service,
    suspense.direction,
    suspense.quantity,
    suspense.estimated_amount,
    suspense.age_days,
    suspense.started_at,
    suspense.load_seq,
    (suspense.event_id >> 29) & 16383 as file_no,
    suspense.event_id & 536870911 as line_no
from fct_suspense as suspense
where suspense.status = 'open' and {CHOSEN}
order by suspense.age_days desc, suspense.event_id
"""

ONE_TIME_CHARGES = """
select charge_reference, subscription_id, reason, description, amount, currency, charged_at,
    load_seq, file_no, line_no
from fct_one_time_charges
where status = 'suspended'
order by charged_at, row_id
"""


def by_reason(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Events per reason and service by status, with what the open ones may be worth."""
    return run(viewer, connection, BY_REASON, filters.parameters(), limit=limit, offset=offset)


def by_age(viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection) -> Table:
    """Open events per age band (days since they landed) and reason."""
    return run(viewer, connection, BY_AGE, filters.parameters())


def events(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """The open events, oldest first, with the file and line they came from."""
    return run(viewer, connection, EVENTS, filters.parameters(), limit=limit, offset=offset)


def one_time_charges(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Single charges that nobody can be asked to pay yet, oldest first."""
    return run(
        viewer, connection, ONE_TIME_CHARGES, filters.parameters(), limit=limit, offset=offset
    )
