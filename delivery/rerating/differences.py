"""Event by event: what an event was charged, with earlier orders, and what it costs now."""

from __future__ import annotations

import duckdb

from trunkline.errors import TrunklineError


class RerateError(TrunklineError):
    """Nothing can be ordered, or an order would not be exact."""


# What an event stands at is kept by payer: another subscription pays by a line of its own.
COMPARED = """
create or replace temp table compared as
with again as (
    select scope.event_id, rated.account_key, rated.subscription_id, rated.currency, rated.tax_code,
        rated.cycle_day, rated.plan_id, rated.charge_id, rated.charge_row_id, rated.tier_row_id,
        rated.service, rated.direction, rated.zone, rated.time_band, rated.free_quantity,
        rated.charged_quantity, rated.charge
    from {rated} as rated
    inner join scope on scope.line_no = rated.line_no
    -- what was taken back costs nothing, whatever its price
    where scope.event_id not in (select original_event_id from fct_usage_adjustments)
),

charges as (
    select event_id, account_key, subscription_id, currency, tax_code, plan_id, charge_id, service,
        direction, zone, time_band, charge as amount, 0 as order_seq
    from scope
    union all
    select event_id, account_key, subscription_id, currency, tax_code, plan_id, charge_id, service,
        direction, zone, time_band, amount, order_seq
    from fct_rerating_adjustments
    where not is_taken_back
),

standing as (
    select event_id, account_key, subscription_id, currency, tax_code,
        arg_max(plan_id, order_seq) as plan_id, arg_max(charge_id, order_seq) as charge_id,
        arg_max(service, order_seq) as service, arg_max(direction, order_seq) as direction,
        arg_max(zone, order_seq) as zone, arg_max(time_band, order_seq) as time_band,
        sum(amount) as amount
    from charges
    where event_id in (select event_id from again)
    group by all
),

both_sides as (
    select
        coalesce(again.event_id, standing.event_id) as event_id,
        coalesce(again.subscription_id, standing.subscription_id) as subscription_id,
        coalesce(again.account_key, standing.account_key) as account_key,
        coalesce(again.plan_id, standing.plan_id) as plan_id,
        coalesce(again.charge_id, standing.charge_id) as charge_id,
        again.charge_row_id,
        again.tier_row_id,
        coalesce(again.service, standing.service) as service,
        coalesce(again.direction, standing.direction) as direction,
        coalesce(again.zone, standing.zone) as zone,
        coalesce(again.time_band, standing.time_band) as time_band,
        coalesce(again.currency, standing.currency) as currency,
        coalesce(again.tax_code, standing.tax_code) as tax_code,
        again.cycle_day as cycle_day_now,
        again.free_quantity,
        again.charged_quantity,
        cast(coalesce(standing.amount, 0) as decimal(18, 6)) as charged_before,
        cast(coalesce(again.charge, 0) as decimal(18, 6)) as charged_now
    from again
    full outer join standing
        on standing.event_id = again.event_id
        and standing.account_key = again.account_key
        and standing.subscription_id = again.subscription_id
        and standing.currency = again.currency
        and standing.tax_code = again.tax_code
)

select
    both_sides.*,
    cast(both_sides.charged_now - both_sides.charged_before as decimal(18, 6)) as amount,
    scope.cycle_day,
    scope.usage_date,
    scope.charged_period as period,
    coalesce(openings.charged_period, scope.charged_period) as charged_period,
    openings.charged_period is not null as is_late
from both_sides
inner join scope on scope.event_id = both_sides.event_id
left join dim_period_openings as openings
    on openings.cycle_day = scope.cycle_day
    and openings.period = scope.charged_period
    and openings.from_seq <= $watermark and $watermark < openings.to_seq
"""
DIFFERENCES = "(select * from compared where amount <> 0)"


def compare(warehouse: duckdb.DuckDBPyConnection, rated: str, watermark: int) -> int:
    """Compare the table `scope` with what was rated aside (a query); return how many have no price.

    Writes the temporary table `compared`; DIFFERENCES is what of it must be charged, in the
    earliest open period as known at `watermark`. Raises RerateError for an event that would move
    to another bill cycle.
    """
    warehouse.execute(COMPARED.format(rated=rated), {"watermark": watermark})
    moved = warehouse.execute(
        "select event_id, cycle_day, cycle_day_now from compared "
        "where cycle_day_now <> cycle_day order by event_id limit 1"
    ).fetchone()
    if moved:
        raise RerateError(
            f"Event {moved[0]} was charged in bill cycle {moved[1]} and would be in {moved[2]}: "
            "its difference has no period.",
            "Order with an earlier --known-at, or replace the usage by `ingest --replace`.",
        )
    row = warehouse.execute(
        "select count(*) from scope where event_id not in (select event_id from compared) "
        "and event_id not in (select original_event_id from fct_usage_adjustments)"
    ).fetchone()
    return int(row[0]) if row else 0


def totals(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[str, int, object]]:
    """Return currency, number of adjustments and their sum, of all that must be charged."""
    return warehouse.execute(
        f"select currency, count(*), sum(amount) from {DIFFERENCES} group by all order by 1"
    ).fetchall()
