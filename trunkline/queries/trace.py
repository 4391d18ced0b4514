"""One charge, from the event to the invoice line and to the file and line it came from."""

from __future__ import annotations

import duckdb

from trunkline.queries.conditions import CURRENCY, PLANS, SERVICES, condition
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

CHOSEN = condition("rated", SERVICES, PLANS, CURRENCY)

EVENT = """
with chosen as (
    select cast($event as bigint) as event_id
)

select
    cast(chosen.event_id as varchar) as event_id,
    case
        when rated.event_id is not null then 'rated'
        when taken.event_id is not null then 'reversal'
        when waiting.status = 'written_off' then 'written_off'
        when waiting.event_id is not null then 'suspended'
    end as status,
    waiting.reason,
    cast(taken.original_event_id as varchar) as original_event_id,
    coalesce(rated.subscription_id, taken.subscription_id) as subscription_id,
    coalesce(rated.plan_id, taken.plan_id) as plan_id,
    coalesce(rated.service, taken.service, waiting.service) as service,
    coalesce(rated.direction, taken.direction, waiting.direction) as direction,
    coalesce(rated.zone, taken.zone) as zone,
    coalesce(rated.time_band, taken.time_band) as time_band,
    coalesce(rated.started_at, waiting.started_at) as started_at,
    coalesce(rated.quantity, waiting.quantity) as quantity,
    rated.metered_quantity,
    rated.free_quantity,
    rated.charged_quantity,
    rated.segment_count,
    drawn.allowance_id,
    coalesce(rated.charge_id, taken.charge_id) as charge_id,
    coalesce(rated.currency, taken.currency) as currency,
    coalesce(rated.charge, taken.amount) as charge,
    coalesce(rated.is_late, taken.is_late) as is_late,
    coalesce(rated.rating_seq, taken.rating_seq) as rating_seq,
    rated.period,
    coalesce(rated.charged_period, taken.charged_period) as charged_period,
    prices.unit_price,
    prices.rate_unit,
    prices.connect_fee,
    prices.initial_increment,
    prices.next_increment,
    lines.invoice_number,
    lines.line_number,
    lines.description,
    lines.net_amount,
    files.load_seq,
    files.file_no,
    chosen.event_id & 536870911 as line_no,
    files.source,
    files.entity,
    files.origin,
    files.sha256,
    files.producer,
    files.sequence,
    files.landed_at
from chosen
left join fct_rated_usage as rated
    on rated.event_id = chosen.event_id
left join (
    select draws.event_id, string_agg(distinct buckets.bucket_id, ', ' order by buckets.bucket_id)
        as allowance_id
    from fct_allowance_draws as draws
    inner join (select distinct bucket_number, bucket_id from dim_allowances) as buckets
        on buckets.bucket_number = draws.bucket_number
    where draws.event_id = cast($event as bigint)
    group by draws.event_id
) as drawn
    on drawn.event_id = chosen.event_id
left join fct_usage_adjustments as taken
    on taken.event_id = chosen.event_id
left join fct_suspense as waiting
    on waiting.event_id = chosen.event_id and waiting.status <> 'cured'
left join (
    select charge_row_id, tier_row_id, any_value(unit_price) as unit_price,
        any_value(rate_unit) as rate_unit, any_value(connect_fee) as connect_fee,
        any_value(initial_increment) as initial_increment,
        any_value(next_increment) as next_increment
    from dim_prices
    group by charge_row_id, tier_row_id
) as prices
    on prices.charge_row_id = rated.charge_row_id and prices.tier_row_id = rated.tier_row_id
left join fct_invoice_lines as lines
    on lines.subscription_id = coalesce(rated.subscription_id, taken.subscription_id)
    and lines.charge_kind = case when taken.event_id is null then 'usage' else 'adjustment' end
    and lines.charge_id = coalesce(rated.charge_id, taken.charge_id)
    and lines.plan_id = coalesce(rated.plan_id, taken.plan_id)
    and lines.service = coalesce(rated.service, taken.service)
    and lines.direction is not distinct from coalesce(rated.direction, taken.direction)
    and lines.zone = coalesce(rated.zone, taken.zone)
    and lines.time_band = coalesce(rated.time_band, taken.time_band)
    and lines.currency = coalesce(rated.currency, taken.currency)
    and lines.tax_code = coalesce(rated.tax_code, taken.tax_code)
    and lines.cycle_day = coalesce(rated.cycle_day, taken.cycle_day)
    and lines.period = coalesce(rated.charged_period, taken.charged_period)
    and lines.is_late = coalesce(rated.is_late, taken.is_late)
    -- what re-rating orders charge is in lines of their own
    and (lines.charge_kind = 'usage' or lines.description = 'Reversed usage')
left join fct_load_files as files
    on files.load_seq = chosen.event_id >> 43
    and files.file_no = (chosen.event_id >> 29) & 16383
"""

# An event that was rated by its own load has the plain life; what waited, was reversed or given up
# has its own rows.
LIFE = """
with told as (
    select changed_seq, place, status, caused_by, reason, changed_at
    from fct_event_changes
    where event_id = cast($event as bigint)
),

plain as (
    select rated.rating_seq, periods.close_load_seq
    from fct_rated_usage as rated
    left join dim_billing_periods as periods
        on periods.cycle_day = rated.cycle_day and periods.period = rated.charged_period
    where rated.event_id = cast($event as bigint)
        and not exists (select 1 from told)
),

derived as (
    select rating_seq as changed_seq, 1 as place, 'received' as status, 'load' as caused_by
    from plain
    union all
    select rating_seq, 5, 'guided', 'rating' from plain
    union all
    select rating_seq, 6, 'rated', 'rating' from plain
    union all
    select close_load_seq, 9, 'billed', 'close' from plain where close_load_seq is not null
)

select status, changed_at, changed_seq, caused_by, reason, place from told
union all
select derived.status, landed.landed_at as changed_at, derived.changed_seq, derived.caused_by,
    cast(null as varchar) as reason, derived.place
from derived
left join (
    select load_seq, max(landed_at) as landed_at from fct_load_files group by load_seq
) as landed
    on landed.load_seq = derived.changed_seq
order by changed_seq, place
"""

# A range rather than date_trunc(): Parquet files without such days are then skipped.
LARGEST = f"""
select
    cast(rated.event_id as varchar) as event_id,
    rated.usage_date,
    rated.service,
    rated.direction,
    rated.zone,
    rated.plan_id,
    rated.quantity,
    rated.free_quantity,
    rated.currency,
    rated.charge
from fct_rated_usage as rated
where {CHOSEN}
    and (cast($month as date) is null or (
        rated.usage_date >= cast($month as date)
        and rated.usage_date < cast($month as date) + interval 1 month
    ))
order by rated.charge desc, rated.event_id
"""


def event(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection, event_id: int
) -> Table:
    """Everything about one event in one row; `status` is null where the event is no such thing.

    File and line come from the event_id itself (ARCHITECTURE: load_seq · 2^43 + file_no · 2^29 +
    line_no), so they are there for every status.
    """
    return run(viewer, connection, EVENT, {"event": event_id})


def life(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Every status that an event had, in order, with load, time, cause and what it lacked.

    None for what is no event of the marts: unknown, not chargeable, or a duplicate.
    """
    return run(viewer, connection, LIFE, {"event": event_id}, limit=limit, offset=offset)


def largest(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """The dearest rated events of the choice: where to begin a trace."""
    return run(viewer, connection, LARGEST, filters.parameters(), limit=limit, offset=offset)
