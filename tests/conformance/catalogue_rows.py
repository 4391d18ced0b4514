"""Rows of the catalogue: plans, prices, allowances, time bands and destinations of a case."""

from __future__ import annotations

from decimal import Decimal

from tests.conformance.amounts import decimals_of
from tests.conformance.naming import (
    MONEY_DECIMALS,
    CaseFiles,
    Row,
    Rows,
    always,
    time_text,
)
from tests.conformance.scenario import (
    EVERYWHERE,
    Allowance,
    Charge,
    Destination,
    Tier,
)


def catalogue_rows(case: CaseFiles) -> Rows:
    """All rows of the catalogue."""
    yield from _plan_rows(case)
    yield from _calendar_rows(case)
    yield from _price_rows(case)
    for allowance in case.scenario.allowances:
        yield "catalogue/allowances", _allowance(case, allowance)
    for destination in case.scenario.destinations or _everywhere():
        yield "catalogue/destinations", _destination(case, destination)
    yield from _route_rows(case)


def _plan_rows(case: CaseFiles) -> Rows:
    scenario = case.scenario
    for plan in scenario.plans:
        yield (
            "catalogue/plans",
            {
                "plan_id": case.name(plan.name),
                "name": f"{case.tag} {plan.name}",
                "line_type": plan.line_type,
                "calendar": case.calendar(plan.calendar),
                "currency": case.currency(plan.name),
                **always(),
            },
        )
    yield (
        "catalogue/taxes",
        {
            "tax_code": case.tag,
            "name": f"{case.tag} tax",
            "rate": scenario.tax_rate,
            **always(),
        },
    )


def _calendar_rows(case: CaseFiles) -> Rows:
    for band in case.scenario.bands:
        row = {
            "time_band": band.name,
            "day_type": band.day_type,
            "from_minute": band.from_minute,
            "to_minute": band.to_minute,
            "priority": band.priority,
        }
        calendar = {"calendar": case.calendar(band.calendar)}
        yield "catalogue/time_bands", {**calendar, **row, **always()}
    for day in case.scenario.holidays:
        named = {"calendar": case.calendar("case"), "name": "Holiday", "status": "active"}
        yield "catalogue/holidays", {**named, "holiday_date": day.date()}


def _everywhere() -> tuple[Destination, ...]:
    return (Destination("", EVERYWHERE), Destination("00", EVERYWHERE, "network"))


def _destination(case: CaseFiles, destination: Destination) -> Row:
    digits = f"{case.number}{destination.digits}"
    abroad = bool(destination.network)
    return {
        "destination_kind": "network" if abroad else destination.kind,
        "prefix": destination.network if abroad else digits,
        # the number keeps the case to itself, whatever the network
        "number_prefix": digits if abroad else "",
        "zone": case.zone(destination.zone),
        "name": f"{case.tag} {destination.zone}",
        "status": "active",
        "valid_from": time_text(destination.valid_from),
        "valid_to": time_text(destination.valid_to),
    }


def _route_rows(case: CaseFiles) -> Rows:
    # a zone is of one case: only what leads to its zones is carried by its routes
    destinations = case.scenario.destinations or _everywhere()
    for route in case.scenario.routes:
        for zone in dict.fromkeys(destination.zone for destination in destinations):
            row = {
                "route_id": f"{case.name(route.name)}-{zone}",
                "supplier_id": case.name(route.name),
                "plan_id": case.name(route.plan),
                "zone": case.zone(zone),
            }
            yield "catalogue/supply_routes", {**row, **always()}


def _price_rows(case: CaseFiles) -> Rows:
    for charge in case.scenario.charges:
        valid = {
            "status": "active",
            "valid_from": time_text(charge.valid_from),
            "valid_to": time_text(charge.valid_to),
        }
        yield "catalogue/charges", {**_charge(case, charge), **valid}
        for tier in charge.tiers:
            row = {"charge_id": case.name(charge.name), **_tier(case, charge.plan, tier)}
            yield "catalogue/charge_tiers", {**row, **valid}
    for commitment in case.scenario.commitments:
        row = {
            "charge_id": case.name(commitment.name),
            "plan_id": case.name(commitment.plan),
            "charge_kind": "commitment",
            "description": "Commitment",
            "amount": case.money(commitment.amount, commitment.plan),
        }
        yield "catalogue/charges", {**row, **_currency_and_tax(case, commitment.plan), **always()}


def _charge(case: CaseFiles, charge: Charge) -> Row:
    finest = Decimal(1).scaleb(-case.quantity_digits)
    options = {
        name: case.money(value, charge.plan) if isinstance(value, Decimal) else value
        for name, value in charge.options.items()
    }
    if options.get("rounding_decimals") is not None:
        options["rounding_decimals"] = (
            int(str(options["rounding_decimals"])) - case.plan(charge.plan).money_digits
        )
    return {
        "charge_id": case.name(charge.name),
        "plan_id": case.name(charge.plan),
        "charge_kind": "usage",
        "description": "Usage",
        "service": charge.service,
        "direction": charge.direction,
        "zone": case.zone(charge.zone),
        "time_band": charge.time_band,
        "initial_increment": case.quantity(charge.initial_increment or finest),
        "next_increment": case.quantity(charge.next_increment or finest),
        "rate_unit": case.quantity(charge.tiers[0].rate_unit),
        "connect_fee": case.money(charge.connect_fee, charge.plan),
        **_currency_and_tax(case, charge.plan),
        **options,
    }


def _tier(case: CaseFiles, plan: str, tier: Tier) -> Row:
    # a price of more decimals than a price may have is the price of more units
    unit_price = tier.unit_price.scaleb(case.plan(plan).money_digits)
    extra = max(0, decimals_of(unit_price) - MONEY_DECIMALS)
    return {
        "from_quantity": case.quantity(tier.from_quantity),
        "unit_price": f"{unit_price.scaleb(extra):f}",
        "rate_unit": case.quantity(tier.rate_unit.scaleb(extra)),
        "increment": "" if tier.increment is None else case.quantity(tier.increment),
        "flat_fee": "" if tier.flat_fee is None else case.money(tier.flat_fee, plan),
    }


def _currency_and_tax(case: CaseFiles, plan: str) -> Row:
    return {"currency": case.currency(plan), "tax_code": case.tag}


def _allowance(case: CaseFiles, allowance: Allowance) -> Row:
    if allowance.is_money:
        quantity = int(case.money(allowance.quantity, allowance.plan).scaleb(MONEY_DECIMALS))
    else:
        quantity = case.quantity(allowance.quantity)
    row: Row = {
        "allowance_id": case.name(allowance.name),
        "plan_id": case.name(allowance.plan),
        "service": allowance.service,
        "direction": allowance.direction,
        "zone": case.zone(allowance.zone),
        "quantity": quantity,
        "bucket_id": case.name(allowance.bucket) if allowance.bucket else "",
        "unit": "money" if allowance.is_money else "quantity",
    }
    if allowance.increment is not None:
        row["increment"] = case.quantity(allowance.increment)
    return {**row, **allowance.options, **always()}
