"""What there is to rate again: rated events whose price or subscription was corrected since."""

from __future__ import annotations

from typing import Any

import duckdb

from trunkline.settings import Settings
from trunkline.warehouse import open_warehouse, require_last_load

# A version is a row of the catalogue or of subscriptions. It still says what it said where a
# rectangle of it covers the event and is known now.
PAINTED_OVER = """
with prices as (
    select charge_row_id, tier_row_id, valid_from, valid_to, known_to from dim_prices
    union all
    select charge_row_id, tier_row_id, valid_from, valid_to, known_to from dim_special_prices
),

prices_now as (
    select distinct charge_row_id, tier_row_id, valid_from, valid_to
    from prices
    where known_to > $watermark
),

subscriptions_now as (
    select distinct subscription_row_id, valid_from, valid_to
    from dim_subscription_accounts
    where known_to > $watermark
),

touched as (
    -- most versions were never painted over: their events need no look at intervals
    select rated.*
    from fct_rated_usage as rated
    where (rated.charge_row_id, rated.tier_row_id) in (
            select (charge_row_id, tier_row_id) from prices where known_to <= $watermark
        )
        or rated.subscription_row_id in (
            select subscription_row_id from dim_subscription_accounts where known_to <= $watermark
        )
),

judged as (
    select rated.cycle_day, rated.charged_period, rated.plan_id, rated.currency, rated.event_id,
        rated.charge,
        not exists (
            select 1 from prices_now
            where prices_now.charge_row_id = rated.charge_row_id
                and prices_now.tier_row_id = rated.tier_row_id
                and prices_now.valid_from <= rated.started_at
                and rated.started_at < prices_now.valid_to
        ) as is_other_price,
        not exists (
            select 1 from subscriptions_now
            where subscriptions_now.subscription_row_id = rated.subscription_row_id
                and subscriptions_now.valid_from <= rated.started_at
                and rated.started_at < subscriptions_now.valid_to
        ) as is_other_subscription
    from touched as rated
    where rated.event_id not in (select original_event_id from fct_usage_adjustments)
)

select
    judged.charged_period as period,
    judged.cycle_day,
    judged.plan_id,
    judged.currency,
    count(*) as events,
    count(*) filter (where judged.is_other_price) as price_corrected,
    count(*) filter (where judged.is_other_subscription) as subscription_corrected,
    count(*) filter (where adjusted.event_id is not null) as adjusted,
    sum(judged.charge) as charged
from judged
left join (
    select distinct event_id from fct_rerating_adjustments
) as adjusted
    on adjusted.event_id = judged.event_id
where judged.is_other_price or judged.is_other_subscription
group by all
order by 1, 2, 3, 4
"""


def painted_over(settings: Settings) -> list[dict[str, Any]]:
    """Return rated events of corrected versions, summed by period, cycle, plan and currency.

    `adjusted` of them an order has changed already. Raises WarehouseError for an old warehouse.
    """
    with open_warehouse(settings) as warehouse:
        last = require_last_load(settings, warehouse, "what was corrected is known by then")
        return rows_of(warehouse.execute(PAINTED_OVER, {"watermark": last}))


def rows_of(found: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return the rows of an executed query, by column."""
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
