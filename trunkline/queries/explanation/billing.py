"""The line of the bill that an event is charged in, and the rounding of the line."""

from __future__ import annotations

import duckdb

from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

LINES = """
with event as (
    select * from fct_rated_usage where event_id = cast($event as bigint)
),

parts as (
    select event.*, coalesce(segments.charge_id, event.charge_id) as line_charge_id,
        coalesce(segments.time_band, event.time_band) as line_time_band,
        coalesce(segments.charge, event.charge) as part_charge
    from event
    left join fct_rated_segments as segments
        on segments.event_id = event.event_id and event.segment_count > 1
),

summed as (
    select account_key, subscription_id, plan_id, line_charge_id, service, direction, zone,
        line_time_band, currency, tax_code, cycle_day, charged_period, is_late,
        sum(part_charge)::decimal(24, 6) as event_amount
    from parts
    group by all
),

terms as (
    -- the newest row of the charge that was known when the period was closed
    select charges.charge_id, charges.rounding_stage, charges.rounding_mode,
        charges.rounding_decimals, charges.source_row_id, charges.known_from
    from dim_charges as charges
    where charges.charge_id in (select line_charge_id from summed)
)

select charges.status, lines.invoice_number, lines.line_number, charges.charge_id,
    coalesce(lines.description, charges.description) as description, charges.period,
    charges.is_late, charges.event_count, summed.event_amount, charges.currency,
    charges.amount as unrounded_amount,
    (
        select case when rounding_stage = 'line' then rounding_mode else 'half_up' end
        from terms
        where terms.charge_id = charges.charge_id
            and terms.known_from < coalesce(charges.close_load_seq, 9223372036854775807)
        order by source_row_id desc limit 1
    ) as rounding_mode,
    least(currencies.decimals, coalesce((
        select case when rounding_stage = 'line' then rounding_decimals end
        from terms
        where terms.charge_id = charges.charge_id
            and terms.known_from < coalesce(charges.close_load_seq, 9223372036854775807)
        order by source_row_id desc limit 1
    ), currencies.decimals)) as rounding_decimals,
    lines.price_basis, lines.tax_rate, lines.net_amount, lines.rounding_amount, lines.tax_amount,
    lines.gross_amount
from summed
inner join fct_charges as charges
    on charges.account_key = summed.account_key
    and charges.subscription_id = summed.subscription_id
    and charges.plan_id is not distinct from summed.plan_id
    and charges.charge_kind = 'usage'
    and charges.charge_id = summed.line_charge_id
    and charges.service = summed.service
    and charges.direction is not distinct from summed.direction
    and charges.zone = summed.zone
    and charges.time_band = summed.line_time_band
    and charges.currency = summed.currency
    and charges.tax_code = summed.tax_code
    and charges.cycle_day = summed.cycle_day
    and charges.period = summed.charged_period
    and charges.is_late = summed.is_late
left join fct_invoice_lines as lines
    on lines.account_key = charges.account_key
    and lines.subscription_id = charges.subscription_id
    and lines.plan_id is not distinct from charges.plan_id
    and lines.charge_kind = 'usage'
    and lines.charge_id = charges.charge_id
    and lines.service = charges.service
    and lines.direction is not distinct from charges.direction
    and lines.zone = charges.zone
    and lines.time_band = charges.time_band
    and lines.currency = charges.currency
    and lines.tax_code = charges.tax_code
    and lines.cycle_day = charges.cycle_day
    and lines.period = charges.period
    and lines.is_late = charges.is_late
left join dim_currencies as currencies on currencies.currency = charges.currency
order by charges.charge_id, charges.time_band
"""


def lines(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per line that the event is charged in: what it adds, and the line's own rounding.

    Without an invoice number the period is open, and the line is not rounded yet.
    """
    return run(viewer, connection, LINES, {"event": event_id}, limit=limit, offset=offset)
