"""What re-rating orders changed of an event."""

from __future__ import annotations

import duckdb

from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

ORDERS = """
select
    again.order_seq,
    orders.reason,
    orders.known_at,
    again.subscription_id,
    again.charge_id,
    again.free_quantity,
    again.charged_quantity,
    again.charged_before,
    again.charged_now,
    again.amount,
    again.currency,
    again.is_taken_back,
    cast(again.reversal_event_id as varchar) as reversal_event_id,
    again.charged_period
from fct_rerating_adjustments as again
inner join fct_rerating_orders as orders
    on orders.order_seq = again.order_seq
where again.event_id = cast($event as bigint)
order by again.order_seq, again.is_taken_back, again.amount, again.subscription_id
"""


def orders(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per order and payer that changed what the event costs, and per taking back of it."""
    return run(viewer, connection, ORDERS, {"event": event_id}, limit=limit, offset=offset)
