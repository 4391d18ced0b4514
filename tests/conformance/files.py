"""Writing scenarios as the files of the contract: every case under names of its own.

A case has a number of four digits, and with it plans, accounts, calendar, zones and prefixes that
no other case uses, so that all cases stand in one lake and do not know of one another.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from tests.conformance.amounts import decimals_of, finer_digits, in_finer_unit
from tests.conformance.fields import NotUnderstoodError
from tests.conformance.scenario import (
    ALWAYS,
    EVERYWHERE,
    Allowance,
    Charge,
    Destination,
    Event,
    Scenario,
    Tier,
)

FIRST_NUMBER = 2001
LAST_NUMBER = 4399
END_OF_CALENDAR = datetime(2099, 1, 1)
CURRENCIES = ("XTA", "XTB", "XTC", "XTD", "XTE")
"""One for each number of decimals, 0 to 4; codes beginning with X are nobody's (ISO 4217)."""
LONGEST_NUMBER = 15
HIDDEN_DIGITS = "0000"
"""The last four digits of a number never take part in a prefix."""
UNITS = {"voice": "second", "sms": "message", "mms": "message", "data": "byte", "content": "item"}
BY_NUMBER = ("voice", "sms", "mms")
MONEY_DECIMALS = 6

Row = dict[str, object]
Rows = Iterator[tuple[str, Row]]


@dataclass(frozen=True)
class CaseFiles:
    """One case on its way into the lake: its number, and the units in which it counts there."""

    number: int
    scenario: Scenario

    @property
    def tag(self) -> str:
        """What stands before every name of the case."""
        return f"c{self.number}"

    @property
    def quantity_digits(self) -> int:
        """Quantities are counted in 10 to the power of minus this."""
        return finer_digits(_quantities(self.scenario))

    def quantity(self, quantity: Decimal) -> int:
        """A quantity of the case in the unit of the lake."""
        return in_finer_unit(quantity, self.quantity_digits)

    def money(self, amount: Decimal) -> Decimal:
        """An amount of the case in the unit of the lake; never rounded."""
        counted = amount.scaleb(self.scenario.money_digits)
        if decimals_of(counted) > MONEY_DECIMALS:
            raise NotUnderstoodError(f"an amount of more than six decimals: {amount}")
        return counted

    def name(self, local: str) -> str:
        """A plan, charge, account or subscription of the case."""
        return f"{self.tag}-{local}"

    def zone(self, local: str) -> str:
        """A zone of the case."""
        return f"{self.tag}_{local}"

    def record_id(self, event: str) -> str:
        """The record number by which an event is found again."""
        return f"{self.tag}-{self.place_of(event)}"

    def place_of(self, event: str) -> int:
        """Where the event stands among those of the case."""
        names = [each.name for each in self.scenario.events]
        return names.index(event)

    @property
    def loads(self) -> int:
        """How many loads the case takes."""
        return max(event.load for event in self.scenario.events) if self.scenario.events else 1


def check(case: CaseFiles) -> None:
    """Raise NotUnderstoodError where the scenario cannot be written."""
    for load in range(1, case.loads + 1):
        list(_rows(case, load))
    is_timed = bool(case.scenario.bands) or any(
        charge.valid_to for charge in case.scenario.charges
    )
    is_voice = any(event.service == "voice" for event in case.scenario.events)
    if is_timed and is_voice and case.quantity_digits:
        raise NotUnderstoodError("seconds with decimals cannot be cut by time bands")


def write_load(cases: Iterable[CaseFiles], load: int, landing: Path) -> int:
    """Write the files of one load of every case; returns how many events it has."""
    tables: dict[str, list[Row]] = {}
    for case in cases:
        for entity, row in _rows(case, load):
            tables.setdefault(entity, []).append(row)
    if load == 1:
        tables["catalogue/currencies"] = [
            {"currency": code, "name": f"{place} decimals", "decimals": place}
            for place, code in enumerate(CURRENCIES)
        ]
    for entity, rows in tables.items():
        folder = landing / entity
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{entity.split('/')[1]}_{load}.csv"
        if entity == "mediation/usage_events":
            # a switch of its own for each load: its volume is compared with no earlier one
            name = f"usage_{producer(load)}_1.csv"
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return len(tables.get("mediation/usage_events", ()))


def producer(load: int) -> str:
    """The switch that writes the events of a load."""
    return f"LOAD{load}"


def _rows(case: CaseFiles, load: int) -> Rows:
    if load == 1:
        yield from _catalogue_rows(case)
        yield from _price_rows(case)
        yield from _allowance_rows(case)
        yield from _customer_rows(case)
    for event in case.scenario.events:
        if event.load == load:
            yield "mediation/usage_events", _event(case, event)


def _catalogue_rows(case: CaseFiles) -> Rows:
    scenario = case.scenario
    for plan in scenario.plans:
        yield (
            "catalogue/plans",
            {
                "plan_id": case.name(plan.name),
                "name": f"{case.tag} {plan.name}",
                "line_type": plan.line_type,
                "calendar": _calendar(case, plan.calendar),
                "currency": CURRENCIES[scenario.decimals],
                **_always(),
            },
        )
    yield (
        "catalogue/taxes",
        {
            "tax_code": case.tag,
            "name": f"{case.tag} tax",
            "rate": scenario.tax_rate,
            **_always(),
        },
    )
    for band in scenario.bands:
        row = {
            "time_band": band.name,
            "day_type": band.day_type,
            "from_minute": band.from_minute,
            "to_minute": band.to_minute,
            "priority": band.priority,
        }
        calendar = {"calendar": _calendar(case, band.calendar)}
        yield "catalogue/time_bands", {**calendar, **row, **_always()}
    for day in scenario.holidays:
        named = {"calendar": _calendar(case, "case"), "name": "Holiday", "status": "active"}
        yield "catalogue/holidays", {**named, "holiday_date": day.date()}
    for destination in scenario.destinations or _everywhere():
        yield "catalogue/destinations", _destination(case, destination)


def _everywhere() -> tuple[Destination, ...]:
    return (Destination("", EVERYWHERE), Destination("00", EVERYWHERE, "network"))


def _destination(case: CaseFiles, destination: Destination) -> Row:
    return {
        "destination_kind": destination.kind,
        "prefix": f"{case.number}{destination.digits}",
        "zone": case.zone(destination.zone),
        "name": f"{case.tag} {destination.zone}",
        "status": "active",
        "valid_from": _time(destination.valid_from),
        "valid_to": _time(destination.valid_to),
    }


def _price_rows(case: CaseFiles) -> Rows:
    for charge in case.scenario.charges:
        valid = {
            "status": "active",
            "valid_from": _time(charge.valid_from),
            "valid_to": _time(charge.valid_to),
        }
        yield "catalogue/charges", {**_charge(case, charge), **valid}
        for tier in charge.tiers:
            row = {"charge_id": case.name(charge.name), **_tier(case, tier)}
            yield "catalogue/charge_tiers", {**row, **valid}
    for commitment in case.scenario.commitments:
        row = {
            "charge_id": case.name(commitment.name),
            "plan_id": case.name(commitment.plan),
            "charge_kind": "commitment",
            "description": "Commitment",
            "amount": case.money(commitment.amount),
        }
        yield "catalogue/charges", {**row, **_currency_and_tax(case), **_always()}


def _charge(case: CaseFiles, charge: Charge) -> Row:
    finest = Decimal(1).scaleb(-case.quantity_digits)
    options = {
        name: case.money(value) if isinstance(value, Decimal) else value
        for name, value in charge.options.items()
    }
    if options.get("rounding_decimals") is not None:
        options["rounding_decimals"] = (
            int(str(options["rounding_decimals"])) - case.scenario.money_digits
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
        "connect_fee": case.money(charge.connect_fee),
        **_currency_and_tax(case),
        **options,
    }


def _tier(case: CaseFiles, tier: Tier) -> Row:
    # a price of more decimals than a price may have is the price of more units
    unit_price = tier.unit_price.scaleb(case.scenario.money_digits)
    extra = max(0, decimals_of(unit_price) - MONEY_DECIMALS)
    return {
        "from_quantity": case.quantity(tier.from_quantity),
        "unit_price": f"{unit_price.scaleb(extra):f}",
        "rate_unit": case.quantity(tier.rate_unit.scaleb(extra)),
        "increment": "" if tier.increment is None else case.quantity(tier.increment),
        "flat_fee": "" if tier.flat_fee is None else case.money(tier.flat_fee),
    }


def _currency_and_tax(case: CaseFiles) -> Row:
    return {"currency": CURRENCIES[case.scenario.decimals], "tax_code": case.tag}


def _allowance_rows(case: CaseFiles) -> Rows:
    for allowance in case.scenario.allowances:
        yield "catalogue/allowances", _allowance(case, allowance)


def _allowance(case: CaseFiles, allowance: Allowance) -> Row:
    if allowance.is_money:
        quantity = int(case.money(allowance.quantity).scaleb(MONEY_DECIMALS))
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
    return {**row, **allowance.options, **_always()}


def _customer_rows(case: CaseFiles) -> Rows:
    scenario = case.scenario
    for account in dict.fromkeys(each.account for each in scenario.subscriptions):
        row = {
            "account_id": case.name(account),
            "holder_name": f"Case {case.number} {account}",
            "segment": "consumer",
            "region": "nowhere",
            "bill_cycle_day": 1,
            "currency": CURRENCIES[scenario.decimals],
        }
        yield "billing/accounts", {**row, **_always()}
    for subscription in scenario.subscriptions:
        yield (
            "billing/subscriptions",
            {
                "subscription_id": case.name(subscription.name),
                "account_id": case.name(subscription.account),
                "plan_id": case.name(subscription.plan),
                "status": "active",
                "valid_from": _time(subscription.valid_from),
                "valid_to": _time(subscription.valid_to),
            },
        )
    for place, name in enumerate(_lines(scenario)):
        row = {"number": _number(case, place), "subscription_id": case.name(name)}
        yield "billing/number_history", {**row, **_always()}
    for booking in scenario.bookings:
        yield (
            "billing/add_ons",
            {
                "booking_id": case.name(booking.name),
                "subscription_id": case.name(booking.subscription),
                "plan_id": case.name(booking.plan),
                "units": booking.units,
                "status": "active",
                "valid_from": _time(booking.valid_from),
                "valid_to": _time(booking.valid_to),
            },
        )


def _lines(scenario: Scenario) -> list[str]:
    return list(dict.fromkeys(each.name for each in scenario.subscriptions))


def _number(case: CaseFiles, place: int) -> str:
    return f"+9{case.number}{place:02}{HIDDEN_DIGITS}"


def _event(case: CaseFiles, event: Event) -> Row:
    lines = _lines(case.scenario)
    if event.subscription not in lines:
        raise NotUnderstoodError(f"an event of the unknown line {event.subscription}")
    by_number = event.service in BY_NUMBER
    other = f"{case.number}{event.digits}{HIDDEN_DIGITS}"
    if by_number and len(other) > LONGEST_NUMBER:
        raise NotUnderstoodError(f"not understood: dialled digits {event.digits}: too long")
    reverses = ""
    if event.reverses:
        original = next(each for each in case.scenario.events if each.name == event.reverses)
        reverses = f"{producer(original.load)}:{case.record_id(original.name)}:{original.part}"
    return {
        "producer": producer(event.load),
        "record_id": case.record_id(event.name),
        "record_number": event.part,
        "charging_id": case.name(event.session) if event.session else "",
        "service": event.service,
        "direction": event.direction,
        "outcome": event.outcome,
        "charged_party": _number(case, lines.index(event.subscription)),
        "other_party": f"+{other}" if by_number else "",
        "started_at": _time(event.started_at),
        "quantity": case.quantity(event.quantity),
        "unit": UNITS[event.service],
        "visited_network": "" if by_number else f"{case.number}{event.digits or '00'}",
        "reversal_of": reverses,
    }


def _quantities(scenario: Scenario) -> Iterator[Decimal]:
    for charge in scenario.charges:
        yield from (each for each in (charge.initial_increment, charge.next_increment) if each)
        for tier in charge.tiers:
            yield tier.from_quantity
            yield tier.rate_unit
            if tier.increment is not None:
                yield tier.increment
    yield from (each.quantity for each in scenario.allowances if not each.is_money)
    yield from (each.increment for each in scenario.allowances if each.increment is not None)
    yield from (event.quantity for event in scenario.events)


def _calendar(case: CaseFiles, calendar: str) -> str:
    return case.tag if calendar == "case" else case.zone(calendar)


def _always() -> Row:
    return {"status": "active", "valid_from": _time(ALWAYS), "valid_to": ""}


def _time(moment: datetime | None) -> str:
    if moment is None or moment >= END_OF_CALENDAR:
        return ""
    return f"{moment.isoformat()}Z"
