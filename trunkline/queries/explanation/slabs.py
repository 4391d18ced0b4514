"""What of each part's quantity is in which tier, and costs what."""

from __future__ import annotations

from trunkline.queries.explanation.arithmetic import (
    NO_END,
    half_up,
    is_reached,
    is_where_it_ends,
    stepped,
    trillionths,
)
from trunkline.queries.explanation.parts import TARIFFS

UNTIL = "(counted.counted_before + counted.charged_quantity)"
REACHED, REACHED_BEFORE = (
    is_reached(quantity, "tiers", "counted") for quantity in (UNTIL, "counted.counted_before")
)
SLAB, SLAB_BEFORE = (
    f"(case when {reached} then least({quantity}, tiers.to_quantity) - tiers.from_quantity"
    " else 0 end)"
    for reached, quantity in ((REACHED, UNTIL), (REACHED_BEFORE, "counted.counted_before"))
)
RATE_UNIT = "coalesce(tiers.rate_unit, counted.rate_unit)"


def _price(quantity: str) -> str:
    return half_up(f"{trillionths('tiers.unit_price')} * {quantity}", RATE_UNIT)


# One row per part and tier of its set: what of the part's quantity is in it, and costs what.
SLABS = f"""{TARIFFS},

in_tiers as (
    select counted.segment_number, tiers.tier_number, tiers.from_quantity,
        nullif(tiers.to_quantity, {NO_END}) as to_quantity, tiers.increment,
        {RATE_UNIT} as rate_unit, tiers.unit_price, counted.counted_before,
        case
            when not counted.is_tiered then counted.charged_quantity
            when not counted.is_priced_as_one then {SLAB} - {SLAB_BEFORE}
            when {is_where_it_ends("counted.charged_quantity", "tiers", "counted")}
                then counted.charged_quantity
            else 0
        end as quantity,
        case
            when not counted.is_tiered then counted.charged_quantity
            when not counted.is_priced_as_one
                then {stepped(SLAB, "tiers.increment")} - {stepped(SLAB_BEFORE, "tiers.increment")}
            when {is_where_it_ends("counted.charged_quantity", "tiers", "counted")}
                then {stepped("counted.charged_quantity", "tiers.increment")}
            else 0
        end as stepped_quantity,
        case
            when not counted.is_tiered then 0
            when not counted.is_priced_as_one
                then case when {REACHED} and not {REACHED_BEFORE} then tiers.flat_fee else 0 end
            when {is_where_it_ends("counted.charged_quantity", "tiers", "counted")}
                then tiers.flat_fee
            else 0
        end::decimal(18, 6) as flat_fee,
        -- a slab that an earlier event began is priced as a whole, less what it cost until then
        {_price(stepped(SLAB, "tiers.increment"))} - {
    _price(stepped(SLAB_BEFORE, "tiers.increment"))
}
            as slab_amount
    from counted
    inner join dim_price_tiers as tiers on tiers.tier_row_id = counted.tier_row_id
),

slabs as (
    select in_tiers.* exclude (slab_amount),
        {trillionths("in_tiers.flat_fee")} + case
            when counted.is_tiered and not counted.is_priced_as_one then in_tiers.slab_amount
            else {
    half_up(
        trillionths("in_tiers.unit_price") + " * in_tiers.stepped_quantity", "in_tiers.rate_unit"
    )
}
        end as amount
    from in_tiers
    inner join counted on counted.segment_number = in_tiers.segment_number
    where in_tiers.quantity > 0 or in_tiers.flat_fee > 0
)
"""
