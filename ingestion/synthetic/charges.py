"""What the plans charge, as rows of charges and charge_tiers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from ingestion.synthetic.calendar_of_korea import midnight
from ingestion.synthetic.files import Row
from ingestion.synthetic.particular_tariffs import MICRO, particular
from ingestion.synthetic.tariffs import (
    CONTENT_ITEM,
    HOME_ZONES,
    INTERNATIONAL_MESSAGE,
    INTERNATIONAL_ZONES,
    MEGABYTE,
    MMS_FACTOR,
    PLANS,
    ROAMING_ZONES,
    WON_PER_DOLLAR,
    Plan,
)

OPENING = midnight(dt.date(2020, 1, 1))
# What only some charges and tiers say.
OPTIONAL_OF_CHARGES = (
    "connect_fee_rule", "tier_scope", "minimum_charge", "maximum_charge", "rounding_stage",
    "rounding_mode", "rounding_decimals",
)  # fmt: skip
OPTIONAL_OF_TIERS = ("rate_unit", "increment", "flat_fee")


def active(valid_from: str = OPENING, valid_to: str | None = None) -> Row:
    """Return the columns that end every dated row."""
    return {"status": "active", "valid_from": valid_from, "valid_to": valid_to}


def in_currency(plan: Plan, won: Decimal) -> Decimal:
    """Return a price in won, in the currency of the plan, at six decimals."""
    if plan.currency == "USD":
        won = won / WON_PER_DOLLAR
    return won.quantize(MICRO, ROUND_HALF_UP)


def usage_charge(
    plan: Plan,
    service: str,
    direction: str,
    zone: str,
    price: Decimal,
    rate_unit: int,
    increments: tuple[int, int],
    band: str = "any",
    connect_fee: str = "0",
) -> tuple[Row, Row]:
    """Return a usage charge and its one tier; the price is for one rate_unit."""
    name = [plan.plan_id, service, "in" if direction == "incoming" else "out", zone]
    charge_id = ".".join(name + ([] if band == "any" else [band]))
    charge: Row = {
        "charge_id": charge_id,
        "plan_id": plan.plan_id,
        "charge_kind": "usage",
        "description": f"{service} {direction} {zone}".replace("_", " ")
        + ("" if band == "any" else f" ({band})"),
        "service": service,
        "direction": direction,
        "zone": zone,
        "time_band": band,
        "initial_increment": increments[0],
        "next_increment": increments[1],
        "rate_unit": rate_unit,
        "connect_fee": connect_fee,
        **dict.fromkeys(OPTIONAL_OF_CHARGES),
        "amount": None,
        "currency": plan.currency,
        # Services used abroad are zero-rated (Value-Added Tax Act of Korea, articles 21 to 24).
        "tax_code": "vat_zero" if zone.startswith("roam_") else "vat_standard",
        **active(),
    }
    tier: Row = {
        "charge_id": charge_id,
        "from_quantity": 0,
        "unit_price": f"{price.quantize(MICRO, ROUND_HALF_UP):f}",
        **dict.fromkeys(OPTIONAL_OF_TIERS),
        **active(),
    }
    return charge, tier


def charges_of(plan: Plan) -> Iterator[tuple[Row, Row]]:
    """Return every usage charge of a plan with its tier."""
    if plan.voice:
        price, unit, initial, following, connect_fee = plan.voice
        for zone, minute in HOME_ZONES:
            own = Decimal(price)
            if minute is not None:
                own = in_currency(plan, Decimal(minute)) * unit / 60
            fee = connect_fee if minute is None else "0"
            steps = (initial, following)
            yield usage_charge(plan, "voice", "outgoing", zone, own, unit, steps, "any", fee)
            for band, factor in plan.band_discounts if minute is None else ():
                reduced = own * Decimal(factor)
                yield usage_charge(plan, "voice", "outgoing", zone, reduced, unit, steps, band, fee)
        for zone, minute in INTERNATIONAL_ZONES:
            own = in_currency(plan, Decimal(minute))
            yield usage_charge(plan, "voice", "outgoing", zone, own, 60, (60, 6))
        for zone, (outgoing, incoming, _, _) in ROAMING_ZONES:
            for direction, minute in (("outgoing", outgoing), ("incoming", incoming)):
                own = in_currency(plan, Decimal(minute))
                yield usage_charge(plan, "voice", direction, zone, own, 60, (60, 60))
    yield from message_charges_of(plan)
    data_price, per_bytes, block = plan.data
    yield usage_charge(
        plan, "data", "outgoing", "home", Decimal(data_price), per_bytes, (block, block)
    )
    for zone, (_, _, _, megabyte) in ROAMING_ZONES:
        own = in_currency(plan, Decimal(megabyte))
        steps = (100 * 1024, 10 * 1024)
        yield usage_charge(plan, "data", "outgoing", zone, own, MEGABYTE, steps)
    if plan.line_type == "handset":
        own = in_currency(plan, Decimal(CONTENT_ITEM))
        yield usage_charge(plan, "content", "outgoing", "home", own, 1, (1, 1))


def message_charges_of(plan: Plan) -> Iterator[tuple[Row, Row]]:
    """Return the charges for SMS and MMS at home, abroad and to other countries."""
    if plan.message_price is None:
        return
    price = Decimal(plan.message_price)
    for service, factor in (("sms", 1), ("mms", MMS_FACTOR)):
        for zone in ("home_mobile", "home_landline", "home_voip", "nationwide"):
            yield usage_charge(plan, service, "outgoing", zone, price * factor, 1, (1, 1))
        abroad = in_currency(plan, Decimal(INTERNATIONAL_MESSAGE)) * factor
        for zone, _ in INTERNATIONAL_ZONES:
            yield usage_charge(plan, service, "outgoing", zone, abroad, 1, (1, 1))
        for zone, (_, _, message, _) in ROAMING_ZONES:
            own = in_currency(plan, Decimal(message)) * factor
            yield usage_charge(plan, service, "outgoing", zone, own, 1, (1, 1))
            yield usage_charge(plan, service, "incoming", zone, Decimal(0), 1, (1, 1))


def recurring_charge(plan: Plan) -> Row:
    """Return the fee of a plan for one whole period."""
    charge = usage_charge(plan, "", "", "", Decimal(0), 1, (1, 1))[0]
    usage_only = (
        "service", "direction", "zone", "time_band", "initial_increment", "next_increment",
        "rate_unit", "connect_fee",
    )  # fmt: skip
    return (
        charge
        | dict.fromkeys(usage_only)
        | {
            "charge_id": f"{plan.plan_id}.fee",
            "charge_kind": "recurring",
            "description": f"{plan.name_en} monthly fee",
            "amount": plan.fee,
            "tax_code": "vat_standard",
        }
    )


def charges() -> tuple[list[Row], list[Row]]:
    """Return all charges of all plans, and the tiers of the usage charges."""
    charge_rows: list[Row] = []
    tier_rows: list[Row] = []
    for plan in PLANS:
        charge_rows.append(recurring_charge(plan))
        for charge, tier in charges_of(plan):
            own, tiers = particular(charge, tier)
            charge_rows.append(own)
            tier_rows += tiers
    return charge_rows, tier_rows
