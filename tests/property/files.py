"""Files of many worlds: every load holds its step of each, as an operator would send it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from tests.property.worlds import FIRST_DAY, Grant, Price, Use, World

Row = dict[str, object]
Rows = Iterator[tuple[str, Row]]
USAGE = "mediation/usage_events"
UNITS = {"voice": "second", "sms": "message", "data": "byte"}
ALWAYS: Row = {"status": "active", "valid_from": "2025-01-01T00:00:00Z", "valid_to": ""}
RAISE = {"voice": 600, "sms": 2, "data": 2_097_152}
BOOSTER = 900
"""Seconds that an add-on gives."""
VARIANTS = ("plain", "copied", "shuffled")
"""The same world: as it is, with records sent again, with its records in the other files."""


def write_load(worlds: list[World], load: int, landing: Path, more: Rows) -> None:
    """Write what every world sends in a load, and more rows beside it."""
    tables: dict[str, list[Row]] = {}
    for entity, row in (*_rows(worlds, load), *more):
        tables.setdefault(entity, []).append(row)
    for entity, rows in tables.items():
        folder = landing / entity
        if entity == USAGE:
            for switch in sorted({str(row["producer"]) for row in rows}):
                chosen = [row for row in rows if row["producer"] == switch]
                _write(folder / f"usage_{switch}_{load}.csv", chosen)
        else:
            _write(folder / f"{folder.name}_{load}.csv", rows)


def _write(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        # decimals in plain digits: 0E-6 is no number of a file
        writer.writerows(
            {
                name: f"{value:f}" if isinstance(value, Decimal) else value
                for name, value in row.items()
            }
            for row in rows
        )


def moment(second: int) -> str:
    """So many seconds after the first day, as files have it."""
    return f"{FIRST_DAY + dt.timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"


def _rows(worlds: list[World], load: int) -> Rows:
    if load == 1:
        yield from _common()
    for number, world in enumerate(worlds):
        for variant in VARIANTS:
            name = f"{variant}-{number}"
            yield from _catalogue(world, name, load)
            yield from _customers(world, name, _line(number, variant), load)
            yield from _usage(world, name, _line(number, variant), load, variant)


def _line(number: int, variant: str) -> str:
    """The leading digits of the numbers of a world."""
    return f"+8210{number:05}{VARIANTS.index(variant)}"


def _common() -> Rows:
    yield "catalogue/taxes", {"tax_code": "vat", "name": "VAT", "rate": Decimal("0.1"), **ALWAYS}
    yield "catalogue/currencies", {"currency": "EUR", "name": "Euro", "decimals": 2}
    for kind, prefix, zone in (("number", "*", "anywhere"), ("service", "data", "anywhere")):
        row = {"destination_kind": kind, "prefix": prefix, "zone": zone, "name": zone}
        yield "catalogue/destinations", {**row, **ALWAYS}
    for band, begin, end in (("peak", 480, 1200), ("off_peak", 0, 480), ("off_peak", 1200, 1440)):
        row = {"time_band": band, "day_type": "any", "from_minute": begin, "to_minute": end}
        yield "catalogue/time_bands", {**row, **ALWAYS}


def _catalogue(world: World, name: str, load: int) -> Rows:
    plan = {"plan_id": name, "name": name, "line_type": "handset", "currency": "EUR", **ALWAYS}
    if load == 1:
        yield "catalogue/plans", plan
        yield "catalogue/plans", {**plan, "plan_id": f"{name}-more", "line_type": "add_on"}
        yield (
            "catalogue/allowances",
            {
                **_allowance(f"{name}-more", f"{name}-more", "voice", BOOSTER, 50),
                "balance_period": "validity",
            },
        )
    for price in world.prices:
        # a corrected price reaches only what is not rated yet
        if load == 1 or (load == world.corrected_in_load and price.service == "sms"):
            yield from _price(price, name, Decimal(0) if load == 1 else Decimal("0.25"))
    for place, grant in enumerate(world.grants):
        if load in (1, grant.raised_in_load):
            more = RAISE[grant.service] if load > 1 else 0
            yield "catalogue/allowances", _grant(grant, name, f"{name}-{place}", more)


def _price(price: Price, plan: str, more: Decimal) -> Rows:
    charge_id = f"{plan}-{price.service}-{price.time_band}"
    yield (
        "catalogue/charges",
        {
            "charge_id": charge_id,
            "plan_id": plan,
            "charge_kind": "usage",
            "description": price.service,
            "service": price.service,
            "direction": "outgoing",
            "zone": "anywhere",
            "time_band": price.time_band,
            "initial_increment": price.increments[0],
            "next_increment": price.increments[1],
            "rate_unit": price.rate_unit,
            "connect_fee": price.connect_fee + more,
            "attempt_fee": Decimal("0.01"),
            "currency": "EUR",
            "tax_code": "vat",
            **price.terms,
            **ALWAYS,
        },
    )
    for tier in price.tiers:
        row = {"charge_id": charge_id, "from_quantity": tier.from_quantity}
        priced = {"unit_price": tier.unit_price, "flat_fee": tier.flat_fee}
        yield "catalogue/charge_tiers", {**row, **priced, **ALWAYS}


def _allowance(allowance: str, plan: str, service: str, quantity: int, priority: int) -> Row:
    return {
        "allowance_id": allowance,
        "plan_id": plan,
        "service": service,
        "direction": "outgoing",
        "zone": "anywhere",
        "quantity": quantity,
        "priority": priority,
        **ALWAYS,
    }


def _grant(grant: Grant, plan: str, allowance: str, more: int) -> Row:
    row = _allowance(allowance, plan, grant.service, grant.quantity + more, grant.priority)
    return {**row, "sharing": grant.sharing, "increment": grant.increment}


def _customers(world: World, name: str, line: str, load: int) -> Rows:
    if load == 1:
        row = {"account_id": name, "holder_name": name, "segment": "consumer", "region": "nowhere"}
        paid = {"bill_cycle_day": world.cycle_day, "currency": "EUR"}
        yield "billing/accounts", {**row, **paid, **ALWAYS}
    for place, known_from in enumerate(world.known_from_load):
        if load != known_from:
            continue
        subscription = f"{name}-{place}"
        leaves = world.leaves_on_day if place else None
        ends = {"valid_to": "" if leaves is None else moment(leaves * 86_400)}
        held = {"subscription_id": subscription, "account_id": name, "plan_id": name}
        yield "billing/subscriptions", {**held, **ALWAYS, **ends}
        numbered = {"number": f"{line}{place}", "subscription_id": subscription}
        yield "billing/number_history", {**numbered, **ALWAYS}
    if load == world.booked_in_load:
        booking = {"booking_id": f"{name}-b", "subscription_id": f"{name}-0"}
        lasts = {"valid_from": moment(10 * 86_400), "valid_to": moment(45 * 86_400)}
        yield "billing/add_ons", {**booking, "plan_id": f"{name}-more", **ALWAYS, **lasts}


def _usage(world: World, name: str, line: str, load: int, variant: str) -> Rows:
    found = list(_records(world.uses, name, line, load, variant))
    yield from ((USAGE, row) for row in (found[::-1] if variant == "shuffled" else found))


def _records(uses: Iterable[Use], name: str, line: str, load: int, variant: str) -> Iterator[Row]:
    for place, use in enumerate(uses):
        switch = f"SW{1 - use.line if variant == 'shuffled' else use.line}"
        record: Row = {
            "producer": switch,
            "record_id": f"{name}-{place}",
            "record_number": 0,
            "service": use.service,
            "direction": "outgoing",
            "outcome": use.outcome,
            "charged_party": f"{line}{use.second % 2}" if use.is_known_number else f"{line}9",
            "other_party": "" if use.service == "data" else "+49301234567",
            "started_at": moment(use.second),
            "quantity": 0 if use.outcome == "unanswered" else use.quantity,
            "unit": UNITS[use.service],
            "reversal_of": "",
        }
        if load == use.load:
            yield record
        if variant == "copied" and load == use.copied_in_load:
            yield record
        if load == use.is_reversed_in_load:
            taken = f"{switch}:{record['record_id']}:0"
            yield {**record, "record_id": f"{name}-{place}-r", "reversal_of": taken}
