"""Names and units of a case in the lake: every case under its own, so that none knows of another.

A case has a number of four digits, and with it plans, accounts, calendars, zones and prefixes that
no other case uses, so that all cases stand in one lake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property

from tests.conformance.amounts import decimals_of, finer_digits, in_finer_unit
from tests.conformance.fields import NotUnderstoodError
from tests.conformance.scenario import ALWAYS, Event, Plan, Scenario

FIRST_NUMBER = 2001
LAST_NUMBER = 4399
END_OF_CALENDAR = datetime(2099, 1, 1, tzinfo=UTC)
CURRENCIES = ("XTA", "XTB", "XTC", "XTD", "XTE")
"""One for each number of decimals, 0 to 4; codes beginning with X are nobody's (ISO 4217)."""
MONEY_DECIMALS = 6

Row = dict[str, object]
Rows = Iterator[tuple[str, Row]]
"""Rows of files, each with the entity that it is of."""


@dataclass(frozen=True)
class CaseFiles:
    """One case on its way into the lake: its number, and the units in which it counts there."""

    number: int
    scenario: Scenario

    @property
    def tag(self) -> str:
        """What stands before every name of the case."""
        return f"c{self.number}"

    @cached_property
    def quantity_digits(self) -> int:
        """Quantities are counted in 10 to the power of minus this."""
        return finer_digits(quantities(self.scenario))

    def quantity(self, quantity: Decimal) -> int:
        """A quantity of the case in the unit of the lake."""
        return in_finer_unit(quantity, self.quantity_digits)

    def plan(self, name: str) -> Plan:
        """The plan of this name."""
        return next(plan for plan in self.scenario.plans if plan.name == name)

    def plan_of(self, subscription: str) -> Plan:
        """The (first) plan of a subscription."""
        return self.plan(self._plans[subscription])

    @cached_property
    def _plans(self) -> dict[str, str]:
        return {each.name: each.plan for each in reversed(self.scenario.subscriptions)}

    def currency(self, plan: str) -> str:
        """The currency of a plan."""
        return CURRENCIES[self.plan(plan).decimals]

    def money(self, amount: Decimal, plan: str) -> Decimal:
        """An amount of a plan in the unit of the lake; never rounded."""
        counted = amount.scaleb(self.plan(plan).money_digits)
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
        return self._places[event]

    def event(self, name: str) -> Event:
        """The event of this name."""
        return self.scenario.events[self._places[name]]

    @cached_property
    def lines(self) -> dict[str, int]:
        """The subscriptions, each with its place among them."""
        names = dict.fromkeys(each.name for each in self.scenario.subscriptions)
        return {name: place for place, name in enumerate(names)}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {each.name: place for place, each in enumerate(self.scenario.events)}

    @property
    def loads(self) -> int:
        """How many loads the case takes."""
        return max(event.load for event in self.scenario.events) if self.scenario.events else 1

    def calendar(self, calendar: str) -> str:
        """A calendar of the case."""
        return self.tag if calendar == "case" else self.zone(calendar)


def producer(load: int) -> str:
    """The switch that writes the events of a load."""
    return f"LOAD{load}"


def text_of(value: object) -> str:
    """A value as a file has it; decimals in plain digits: 0E+6 is no number of a file."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def always() -> Row:
    """What a row says that always applies."""
    return {"status": "active", "valid_from": time_text(ALWAYS), "valid_to": ""}


def time_text(moment: datetime | None) -> str:
    """A moment as files have it; what ends after the calendar never ends."""
    if moment is None or moment >= END_OF_CALENDAR:
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def quantities(scenario: Scenario) -> Iterator[Decimal]:
    """Every quantity of a scenario: what is counted in one unit."""
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
