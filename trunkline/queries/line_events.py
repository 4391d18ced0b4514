"""The events behind a line of an invoice, and their sum beside what the line says."""

from __future__ import annotations

import duckdb

from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

# The events that a line adds up, by what a line is made of: never by amount.
LINE_EVENTS = """
with line as (
    select *
    from fct_invoice_lines
    where invoice_number = cast($invoice as varchar) and line_number = cast($line as bigint)
),

behind as (
    select
        rated.event_id, rated.subscription_id, rated.plan_id, rated.charge_id, rated.service,
        rated.direction, rated.zone, rated.time_band, rated.currency, rated.tax_code,
        rated.cycle_day, rated.charged_period, rated.is_late, rated.usage_date, rated.quantity,
        rated.free_quantity, rated.charge, 'usage' as charge_kind, null as description
    from fct_rated_usage as rated
    where rated.subscription_id = (select subscription_id from line)
    union all
    select
        taken.event_id, taken.subscription_id, taken.plan_id, taken.charge_id, taken.service,
        taken.direction, taken.zone, taken.time_band, taken.currency, taken.tax_code,
        taken.cycle_day, taken.charged_period, taken.is_late, taken.usage_date, null, null,
        taken.amount, 'adjustment', 'Reversed usage'
    from fct_usage_adjustments as taken
    where taken.subscription_id = (select subscription_id from line)
    union all
    select
        again.event_id, again.subscription_id, again.plan_id, again.charge_id, again.service,
        again.direction, again.zone, again.time_band, again.currency, again.tax_code,
        again.cycle_day, again.charged_period, again.is_late, again.usage_date, null, null,
        again.amount, 'adjustment', 'Re-rated usage, order ' || again.order_seq
    from fct_rerating_adjustments as again
    where again.subscription_id = (select subscription_id from line)
)

select
    cast(behind.event_id as varchar) as event_id,
    behind.usage_date,
    behind.service,
    behind.zone,
    behind.time_band,
    behind.quantity,
    behind.free_quantity,
    behind.currency,
    behind.charge,
    files.load_seq,
    files.file_no,
    files.origin,
    behind.event_id & 536870911 as line_no
from behind
inner join line
    on line.charge_kind = behind.charge_kind
    and line.charge_id = behind.charge_id
    and line.plan_id = behind.plan_id
    and line.service = behind.service
    and line.direction is not distinct from behind.direction
    and line.zone = behind.zone
    and line.time_band = behind.time_band
    and line.currency = behind.currency
    and line.tax_code = behind.tax_code
    and line.cycle_day = behind.cycle_day
    and line.period = behind.charged_period
    and line.is_late = behind.is_late
    and (behind.description is null or line.description = behind.description)
left join fct_load_files as files
    on files.load_seq = behind.event_id >> 43
    and files.file_no = (behind.event_id >> 29) & 16383
order by behind.event_id
"""

LINE_TOTAL = f"""
select
    (select count(*) from ({LINE_EVENTS}) as events) as event_count,
    coalesce((select sum(charge) from ({LINE_EVENTS}) as events), 0) as charge,
    unrounded_amount,
    event_count as line_event_count,
    currency
from fct_invoice_lines
where invoice_number = cast($invoice as varchar) and line_number = cast($line as bigint)
"""


def line_events(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    invoice: str,
    line: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Events that one line adds up (rated, reversed or rated again), each with file and line."""
    bound = {"invoice": invoice, "line": line}
    return run(viewer, connection, LINE_EVENTS, bound, limit=limit, offset=offset)


def line_total(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    invoice: str,
    line: int,
) -> Table:
    """One row: count and sum of the events behind a line beside what the line says."""
    return run(viewer, connection, LINE_TOTAL, {"invoice": invoice, "line": line})
