"""Allowances: what each bucket had before an event, gave to it, and had after it."""

from __future__ import annotations

import duckdb

from trunkline.queries.explanation.parts import interval, place
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

DRAWS = f"""
with event as (
    select rated.*, coalesce(
        case when rated.is_late then periods.period_from end, rated.started_at
    ) as entitled_at
    from fct_rated_usage as rated
    left join dim_billing_periods as periods
        on periods.cycle_day = rated.cycle_day and periods.period = rated.charged_period
    where rated.event_id = cast($event as bigint)
),

drawn as (
    select draws.*, event.service, event.direction, event.zone, event.entitled_at,
        event.started_at
    from event
    inner join fct_allowance_draws as draws on draws.event_id = event.event_id
),

same_buckets as (
    select drawn.bucket_owner, drawn.bucket_number, drawn.balance_date, others.event_id,
        others.rating_seq, others.consumed_quantity
    from drawn
    inner join fct_allowance_draws as others
        on others.bucket_owner = drawn.bucket_owner
        and others.bucket_number = drawn.bucket_number
        and others.balance_date = drawn.balance_date
        and others.rating_seq <= drawn.rating_seq
        and others.event_id <> drawn.event_id
),

began as (
    -- the order within one load is that of the events' beginnings
    select rated.event_id, rated.started_at
    from fct_rated_usage as rated
    inner join event on rated.rating_seq = event.rating_seq
    where rated.event_id in (select event_id from same_buckets)
),

consumed as (
    select drawn.bucket_owner, drawn.bucket_number, drawn.balance_date,
        sum(same_buckets.consumed_quantity)::bigint as consumed_before
    from drawn
    inner join same_buckets
        on same_buckets.bucket_owner = drawn.bucket_owner
        and same_buckets.bucket_number = drawn.bucket_number
        and same_buckets.balance_date = drawn.balance_date
    left join began on began.event_id = same_buckets.event_id
    where same_buckets.rating_seq < drawn.rating_seq
        or (began.started_at, same_buckets.event_id) < (drawn.started_at, drawn.event_id)
    group by drawn.bucket_owner, drawn.bucket_number, drawn.balance_date
),

named as (
    select drawn.*, allowances.allowance_id, allowances.allowance_row_id, allowances.sharing,
        allowances.priority, allowances.increment, allowances.balance_period,
        allowances.valid_from, allowances.valid_to, allowances.known_from, allowances.known_to,
        buckets.bucket_id, buckets.plan_id
    from drawn
    left join (
        select distinct bucket_number, bucket_id, plan_id from dim_allowances
    ) as buckets
        on buckets.bucket_number = drawn.bucket_number
    left join dim_allowances as allowances
        on allowances.bucket_number = drawn.bucket_number
        and allowances.service = drawn.service and allowances.direction = drawn.direction
        and allowances.zone = drawn.zone
        and allowances.valid_from <= drawn.entitled_at
        and drawn.entitled_at < allowances.valid_to
        and allowances.known_from <= drawn.rating_seq and drawn.rating_seq < allowances.known_to
)

select named.bucket_id, named.allowance_id, named.plan_id,
    case
        when named.bucket_owner < 0 then 'account'
        when bookings.booking_id is not null then 'booking'
        else 'subscription'
    end as owner_kind,
    bookings.booking_id, named.sharing, named.priority, coalesce(named.increment, 1) as increment,
    named.balance_date,
    named.granted_quantity,
    named.granted_quantity - coalesce(consumed.consumed_before, 0) as balance_before,
    named.free_quantity,
    named.consumed_quantity - named.free_quantity as lost_quantity,
    named.granted_quantity - coalesce(consumed.consumed_before, 0) - named.consumed_quantity
        as balance_after,
    {interval("named")}, files.origin, {place("named.allowance_row_id")}
from named
left join consumed
    on consumed.bucket_owner = named.bucket_owner
    and consumed.bucket_number = named.bucket_number
    and consumed.balance_date = named.balance_date
left join (select distinct booking_number, booking_id from dim_add_ons) as bookings
    on bookings.booking_number = named.bucket_owner
left join fct_load_files as files
    on files.load_seq = named.allowance_row_id >> 43
    and files.file_no = (named.allowance_row_id >> 29) & 16383
order by named.draw_level
"""


def draws(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per bucket that gave to the event, in the order in which they were drawn on.

    Quantities in the unit of the service. The grant is the one known when the event was rated, the
    balances count the draws before it in the order of rating; `lost_quantity` is what a whole step
    held beyond the use.
    """
    return run(viewer, connection, DRAWS, {"event": event_id}, limit=limit, offset=offset)
