"""What the leaders' page shows beside its figures."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

import duckdb

from trunkline.figure_notes import FigureNote
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

TARGETS = """
select targets.metric_id, targets.currency, targets.target_value
from dim_targets as targets
where targets.month = cast($month as date)
"""
NO_CURRENCY = "none"

NOTES = """
select
    notes.note_id, notes.metric_id, notes.month, notes.note_text, notes.written_by,
    notes.written_at
from dim_figure_notes as notes
where notes.month = cast($month as date)
order by notes.written_at desc, notes.note_id
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


def targets(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection
) -> dict[tuple[str, str], Decimal]:
    """What is planned for the chosen month, by metric and currency (`NO_CURRENCY` if not money).

    A plan is of the operator as a whole: there is none for a part of it, for days, or for all
    months together.
    """
    is_part = filters.services or filters.plans or filters.regions or filters.segments
    if filters.month is None or filters.days is not None or is_part:
        return {}
    rows = run(viewer, connection, TARGETS, filters.parameters()).rows
    return {(metric_id, currency): value for metric_id, currency, value in rows}


def notes(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection
) -> tuple[FigureNote, ...]:
    """The notes on the chosen month, newest first: they stand whatever part of it is shown.

    A note is of one month: there is none of days, or of all months together.
    """
    if filters.month is None or filters.days is not None:
        return ()
    rows = run(viewer, connection, NOTES, filters.parameters()).rows
    return tuple(
        FigureNote(note_id, metric_id, month, text, by, at.replace(tzinfo=UTC))
        for note_id, metric_id, month, text, by, at in rows
    )
