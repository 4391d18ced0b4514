"""Usage events that wait in suspense, chosen by what they lack, service, age or number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

# reason of fct_suspense -> what ends the waiting
CURES = {
    "clock_in_future": "a load that lands after the event began; nothing to send",
    "quantity_out_of_range": "a release (`trunkline suspense retry`), or a larger limit in "
    "catalogue/usage_limits",
    "unknown_subscriber": "the number in billing/number_history",
    "no_subscription_then": "the number's holder at that time in billing/number_history",
    "no_active_plan": "the subscription, active at that time, in billing/subscriptions, and its "
    "account",
    "no_destination": "the prefix in catalogue/destinations",
    "no_price": "the price of its plan, zone and time band in catalogue/charges and charge_tiers",
    "original_not_rated": "the rating of the record that it takes back",
    "already_reversed": "nothing: another reversal has taken the same record back",
}

CHOSEN = """
suspense.status = 'open'
    and (len(cast($events as bigint[])) = 0
        or list_contains(cast($events as bigint[]), suspense.event_id))
    and (cast($reason as varchar) is null or suspense.reason = $reason)
    and (cast($service as varchar) is null or suspense.service = $service)
    and (cast($older_than as integer) is null or suspense.age_days > $older_than)
"""

BY_REASON = f"""
select
    suspense.reason,
    count(*) as event_count,
    suspense.currency,
    sum(suspense.estimated_amount) as estimated_amount,
    max(suspense.age_days) as oldest_days
from fct_suspense as suspense
where {CHOSEN}
group by suspense.reason, suspense.currency
order by oldest_days desc, suspense.reason, suspense.currency
"""

EVENTS = f"""
select
    suspense.event_id,
    suspense.reason,
    suspense.service,
    suspense.direction,
    suspense.quantity,
    suspense.currency,
    suspense.estimated_amount,
    suspense.age_days,
    suspense.started_at,
    suspense.load_seq,
    (suspense.event_id >> 29) & 16383 as file_no,
    suspense.event_id & 536870911 as line_no
from fct_suspense as suspense
where {CHOSEN}
order by suspense.age_days desc, suspense.event_id
"""

# A number that does not wait: what became of it, and by which load.
FATE = """
select
    wanted.event_id,
    rated.rating_seq,
    taken.rating_seq as reversal_seq,
    suspense.written_off_seq
from (select unnest(cast($events as bigint[])) as event_id) as wanted
left join fct_rated_usage as rated on rated.event_id = wanted.event_id
left join fct_usage_adjustments as taken on taken.event_id = wanted.event_id
left join fct_suspense as suspense on suspense.event_id = wanted.event_id
where coalesce(suspense.status, '') <> 'open'
order by wanted.event_id
"""


@dataclass(frozen=True)
class Choice:
    """Which open events are meant; what is not given leaves nobody out."""

    reason: str | None = None
    service: str | None = None
    older_than: int | None = None
    """More than so many days of age, as fct_suspense counts them."""
    events: tuple[int, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """The values that the queries of this module bind."""
        return {
            "reason": self.reason,
            "service": self.service,
            "older_than": self.older_than,
            "events": list(self.events),
        }


def by_reason(viewer: Viewer, choice: Choice, connection: duckdb.DuckDBPyConnection) -> Table:
    """Open events per reason and currency of the estimate: how many, worth what, how old."""
    return run(viewer, connection, BY_REASON, choice.parameters())


def events(
    viewer: Viewer,
    choice: Choice,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
) -> Table:
    """The open events, oldest first, with the file and line they came from."""
    return run(viewer, connection, EVENTS, choice.parameters(), limit=limit)


def not_waiting(
    viewer: Viewer, numbers: Sequence[int], connection: duckdb.DuckDBPyConnection
) -> Table:
    """Those of the numbers that wait for nothing, with the load that decided what they are."""
    return run(viewer, connection, FATE, {"events": list(numbers)})
