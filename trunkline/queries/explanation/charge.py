"""Charge: the tiers that took part, each rounding, and whether it all adds up."""

from __future__ import annotations

import duckdb

from trunkline.queries.explanation.arithmetic import amount_of
from trunkline.queries.explanation.slabs import SLABS
from trunkline.queries.explanation.worked_out import CHARGED, MEASURED
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

TIERS = f"""{SLABS}
select slabs.segment_number, slabs.tier_number, slabs.from_quantity, slabs.to_quantity,
    slabs.counted_before, slabs.quantity, slabs.increment, slabs.stepped_quantity,
    slabs.unit_price as tier_price, slabs.rate_unit, slabs.flat_fee, event.currency,
    {amount_of("slabs.amount")} as exact_amount
from slabs
cross join event
order by slabs.segment_number, slabs.tier_number
"""

ROUNDING = f"""{CHARGED},

steps as (
    select 1 as place, 'event' as rounded, cast(null as integer) as segment_number,
        {amount_of("charged.exact")} as exact_amount,
        case
            when charged.bounded > charged.exact then 'minimum'
            when charged.bounded < charged.exact then 'maximum'
        end as bound,
        {amount_of("charged.bounded")} as bounded_amount,
        charged.rounding_mode, charged.rounding_decimals,
        charged.explained_charge as result
    from charged
    union all
    select 2, 'segment', shares.segment_number, {amount_of("shares.share")}, null,
        {amount_of("shares.share")}, case when shares.is_last then 'rest' else 'half_up' end, 6,
        shares.explained_charge
    from shares
    cross join charged
    where charged.segment_count > 1
)

select steps.rounded, steps.segment_number, event.currency, steps.exact_amount, steps.bound,
    steps.bounded_amount, steps.rounding_mode, steps.rounding_decimals, steps.result,
    cast(steps.result - steps.bounded_amount as decimal(38, 12)) as rounding_amount
from steps
cross join event
order by steps.place, steps.segment_number
"""

CHECK = f"""{MEASURED},

given as (
    select coalesce(sum(draws.free_quantity), 0)::bigint as free_quantity
    from fct_allowance_draws as draws
    inner join event on event.event_id = draws.event_id
),

compared as (
    select 1 as place, 'metered_quantity' as item, measured.segment_number,
        measured.explained_metered::decimal(38, 6) as explained,
        measured.metered_quantity::decimal(38, 6) as stored
    from measured
    union all
    select 2, 'free_quantity', null, given.free_quantity, event.free_quantity
    from event cross join given
    union all
    select 3, 'charged_quantity', measured.segment_number, measured.explained_charged,
        measured.charged_quantity
    from measured
    union all
    select 4, 'connect_fee', null, charged.connect_fee, event.connect_fee
    from event cross join charged
    union all
    select 5, 'charge', shares.segment_number, shares.explained_charge, shares.charge
    from shares cross join charged where charged.segment_count > 1
    union all
    select 6, 'sum_of_segments', null, sum(segments.charge), any_value(event.charge)
    from event left join fct_rated_segments as segments on segments.event_id = event.event_id
    where event.segment_count > 1 group by event.event_id
    union all
    -- where a row of the catalogue is not in the marts nothing could be worked out: no figure
    select 7, 'charge', null, charged.explained_charge, event.charge
    from event left join charged on true
)

select item, segment_number, explained, stored, coalesce(explained = stored, false) as is_equal
from compared
order by place, segment_number
"""


def tiers(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per segment and tier that took part: its bounds, what of the quantity is in it.

    `counted_before` is what was counted in the tiers before this event or segment;
    `exact_amount` is the flat fee and tier_price x stepped_quantity / rate_unit in `currency`, at
    twelve decimals, before any rounding.
    """
    return run(viewer, connection, TIERS, {"event": event_id}, limit=limit, offset=offset)


def rounding(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per rounding, in order: of the event, then of each of its segments.

    `bound` says whether the minimum or the maximum charge moved the exact amount.
    """
    return run(viewer, connection, ROUNDING, {"event": event_id}, limit=limit, offset=offset)


def check(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per figure: what the explanation works out, what is stored, and if they are equal."""
    return run(viewer, connection, CHECK, {"event": event_id}, limit=limit, offset=offset)
