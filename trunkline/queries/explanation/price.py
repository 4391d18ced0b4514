"""Price: the rows of the catalogue by which an event, or each segment of it, was charged."""

from __future__ import annotations

import duckdb

from trunkline.queries.explanation.parts import EVENT, interval, place
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

PRICE = f"""{EVENT},

used as (
    -- each pair of rows once, with the first instant at which it was used
    select parts.charge_row_id, parts.tier_row_id, min(parts.segment_number) as segment_number,
        any_value(event.started_at) + to_seconds(min(parts.from_offset)) as used_at,
        any_value(event.rating_seq) as rating_seq, any_value(event.plan_id) as plan_id
    from event
    cross join parts
    group by parts.charge_row_id, parts.tier_row_id
),

charge_rows as (
    -- the rectangle of valid and known time in which the event found the row
    select used.segment_number, charges.*, used.tier_row_id, used.rating_seq, used.used_at,
        used.plan_id as subscribed_plan_id,
        row_number() over (
            partition by used.segment_number
            order by charges.valid_from <= used.used_at and used.used_at < charges.valid_to desc,
                charges.known_from <= used.rating_seq and used.rating_seq < charges.known_to desc,
                charges.valid_from, charges.known_from
        ) as place
    from used
    inner join dim_charges as charges on charges.source_row_id = used.charge_row_id
),

set_rows as (
    select charge_rows.segment_number, sets.tier_count, sets.valid_from, sets.valid_to,
        sets.known_from, sets.known_to,
        row_number() over (
            partition by charge_rows.segment_number
            order by sets.valid_from <= charge_rows.used_at
                and charge_rows.used_at < sets.valid_to desc,
                sets.known_from <= charge_rows.rating_seq
                and charge_rows.rating_seq < sets.known_to desc, sets.valid_from, sets.known_from
        ) as place
    from charge_rows
    inner join dim_tier_sets as sets on sets.tier_row_id = charge_rows.tier_row_id
    where charge_rows.place = 1
)

select prices.segment_number, prices.charge_id,
    case
        when prices.account_key is not null or prices.subscription_id is not null
            or prices.segment is not null or prices.from_contract_month is not null
            or prices.to_contract_month is not null then 'agreed'
        when prices.plan_id <> prices.subscribed_plan_id then 'add_on'
        else 'plan'
    end as price_kind,
    prices.plan_id, prices.description, prices.service, prices.direction, prices.zone,
    prices.time_band, prices.priority, prices.account_key as account, prices.subscription_id,
    prices.segment, prices.from_contract_month, prices.to_contract_month, prices.currency,
    prices.tax_code, prices.price_basis, prices.rate_unit, prices.initial_increment,
    prices.next_increment, prices.metering_stage, prices.increment_reach, prices.connect_fee,
    prices.connect_fee_rule, prices.attempt_fee, prices.tier_scope, prices.tier_mode,
    prices.tier_bound, set_rows.tier_count, prices.minimum_charge, prices.maximum_charge,
    prices.rounding_stage, prices.rounding_mode, prices.rounding_decimals,
    {interval("prices")}, files.origin, {place("prices.source_row_id")},
    {interval("set_rows", "tiers_")}, tier_files.origin as tiers_origin,
    {place("prices.tier_row_id", "tiers_")}
from charge_rows as prices
left join set_rows
    on set_rows.segment_number = prices.segment_number and set_rows.place = 1
left join fct_load_files as files
    on files.load_seq = prices.source_row_id >> 43
    and files.file_no = (prices.source_row_id >> 29) & 16383
left join fct_load_files as tier_files
    on tier_files.load_seq = prices.tier_row_id >> 43
    and tier_files.file_no = (prices.tier_row_id >> 29) & 16383
where prices.place = 1
order by prices.segment_number
"""


def price(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row per charge and set of tiers used: its kind, conditions, terms, and its two rows.

    `segment_number` is the first segment charged by it. Quantities in the unit of the service,
    fees in `currency`; valid times in UTC, known times in loads, for charge and tiers apart.
    """
    return run(viewer, connection, PRICE, {"event": event_id}, limit=limit, offset=offset)
