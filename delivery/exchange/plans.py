"""Price plans: each plan of which something changed, whole, as product offerings (TMF620).

TMF635 knows no plans. A row of the query is one price, tier by tier, or one allowance of a plan.
Prices agreed with one account or subscription are no part of a plan and stay inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from delivery.exchange.texts import moment, text

_KNOWN = "known_from <= $last and $last < known_to"
_CHANGED = "(known_from between $first and $last or known_to between $first and $last)"
PLANS = f"""
with changed as (
    select plan_id from dim_plans where {_CHANGED}
    union select plan_id from dim_charges where {_CHANGED}
    union select plan_id from dim_allowances where {_CHANGED}
    union select dim_charges.plan_id from dim_tier_sets
        inner join dim_charges on dim_charges.charge_id = dim_tier_sets.charge_id
        where dim_tier_sets.known_from between $first and $last
            or dim_tier_sets.known_to between $first and $last
),

plans as (
    select * from dim_plans where {_KNOWN} and plan_id in (select plan_id from changed)
),

tiers as (
    select dim_tier_sets.charge_id, dim_tier_sets.valid_from, dim_tier_sets.valid_to,
        dim_price_tiers.tier_number, dim_price_tiers.from_quantity, dim_price_tiers.to_quantity,
        dim_price_tiers.rate_unit, dim_price_tiers.flat_fee, dim_price_tiers.unit_price
    from dim_tier_sets
    inner join dim_price_tiers on dim_price_tiers.tier_row_id = dim_tier_sets.tier_row_id
    where {_KNOWN}
),

prices as (
    select charges.*, tiers.tier_number, tiers.from_quantity, tiers.to_quantity, tiers.flat_fee,
        tiers.unit_price, coalesce(tiers.rate_unit, charges.rate_unit) as tier_rate_unit,
        greatest(charges.valid_from, coalesce(tiers.valid_from, charges.valid_from)) as priced_from,
        least(charges.valid_to, coalesce(tiers.valid_to, charges.valid_to)) as priced_to
    from dim_charges as charges
    left join tiers
        on tiers.charge_id = charges.charge_id
        and tiers.valid_from < charges.valid_to and charges.valid_from < tiers.valid_to
    where charges.known_from <= $last and $last < charges.known_to and charges.status = 'active'
        and charges.account_key is null and charges.subscription_id is null
)

select plans.plan_id, plans.plan_name, plans.line_type, plans.currency,
    {moment("plans.valid_from")} as plan_valid_from, {moment("plans.valid_to")} as plan_valid_to,
    'price' as part, prices.charge_id as part_id, prices.charge_kind, prices.description,
    prices.service, prices.direction, prices.zone, prices.time_band, prices.segment,
    {text("prices.initial_increment")} as initial_increment,
    {text("prices.next_increment")} as next_increment,
    {text("prices.tier_rate_unit")} as rate_unit, {text("prices.connect_fee")} as connect_fee,
    {text("prices.amount")} as amount, {text("prices.tier_number")} as tier_number,
    {text("prices.from_quantity")} as from_quantity, {text("prices.to_quantity")} as to_quantity,
    {text("prices.flat_fee")} as flat_fee, {text("prices.unit_price")} as unit_price,
    prices.price_basis, prices.tax_code, cast(null as varchar) as quantity,
    cast(null as varchar) as sharing, {moment("prices.priced_from")} as valid_from,
    {moment("prices.priced_to")} as valid_to
from plans
inner join prices on prices.plan_id = plans.plan_id
    and prices.priced_from < plans.valid_to and plans.valid_from < prices.priced_to
union all
select plans.plan_id, plans.plan_name, plans.line_type, plans.currency,
    {moment("plans.valid_from")}, {moment("plans.valid_to")},
    'allowance', allowances.allowance_id, null, null,
    allowances.service, allowances.direction, allowances.zone, null, null,
    null, null, null, null, null, null, null, null, null, null, null, null,
    {text("allowances.granted_quantity")}, allowances.sharing,
    {moment("allowances.valid_from")}, {moment("allowances.valid_to")}
from plans
inner join dim_allowances as allowances on allowances.plan_id = plans.plan_id
    and allowances.known_from <= $last and $last < allowances.known_to
    and allowances.valid_from < plans.valid_to and plans.valid_from < allowances.valid_to
order by plan_id, plan_valid_from, part desc, part_id, valid_from,
    cast(tier_number as bigint) nulls first, service, direction, zone
"""


def offerings(rows: Iterable[dict[str, str | None]]) -> Iterator[dict[str, Any]]:
    """Yield one product offering for each plan and interval of it, amounts as texts."""
    for _, group in groupby(rows, key=lambda row: (row["plan_id"], row["plan_valid_from"])):
        parts = list(group)
        plan = parts[0]
        yield {
            "id": plan["plan_id"],
            "@type": "ProductOffering",
            "name": plan["plan_name"],
            "lifecycleStatus": "Active",
            "category": [{"id": plan["line_type"]}],
            "validFor": _interval(plan["plan_valid_from"], plan["plan_valid_to"]),
            "productOfferingPrice": [_price(row) for row in parts if row["part"] == "price"],
            "allowance": [_allowance(row) for row in parts if row["part"] == "allowance"],
        }


def _price(row: dict[str, str | None]) -> dict[str, Any]:
    is_usage = row["charge_kind"] == "usage"
    value = row["unit_price"] if is_usage else row["amount"]
    names = ("service", "direction", "zone", "time_band", "segment", "initial_increment",
             "next_increment", "connect_fee", "tier_number", "from_quantity", "to_quantity",
             "flat_fee", "price_basis", "tax_code")  # fmt: skip
    price = {
        "id": row["part_id"],
        "@type": "ProductOfferingPrice",
        "name": row["description"],
        "priceType": row["charge_kind"],
        "price": {"unit": row["currency"], "value": value},
        "validFor": _interval(row["valid_from"], row["valid_to"]),
        "characteristic": [{"name": n, "value": row[n]} for n in names if row[n] is not None],
    }
    if is_usage:
        price["unitOfMeasure"] = {"amount": row["rate_unit"], "units": _unit(row["service"])}
    else:
        price["recurringChargePeriodType"] = "billing_period"
    return price


def _allowance(row: dict[str, str | None]) -> dict[str, Any]:
    return {
        "id": row["part_id"],
        "service": row["service"],
        "direction": row["direction"],
        "zone": row["zone"],
        "sharing": row["sharing"],
        "grantedValue": {"amount": row["quantity"], "units": _unit(row["service"])},
        "validFor": _interval(row["valid_from"], row["valid_to"]),
    }


def _interval(start: str | None, end: str | None) -> dict[str, str]:
    found = {"startDateTime": start, "endDateTime": end}
    return {name: value for name, value in found.items() if value is not None}


def _unit(service: str | None) -> str:
    return {"voice": "second", "data": "byte", "content": "item"}.get(service or "", "message")
