"""What the models made of the cases, read from the warehouse once and looked up by case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from tests.conformance.naming import MONEY_DECIMALS, CaseFiles, producer
from tests.conformance.output_queries import (
    DRAWS,
    LINES,
    RATED,
    RERATED,
    REVERSALS,
    SEGMENTS,
    SUSPENSE,
)
from tests.conformance.scenario import Event
from tests.conformance.second_legs import NoOutputError, SecondLegs, read_second_legs
from tests.conformance.segment import Segment

Rows = list[dict[str, Any]]

_OF_SEGMENTS = ("time_band", "charge_id", "quantity", "metered_quantity", "charge")


@dataclass(frozen=True)
class Outputs:
    """Rows of the models, by the record or subscription that they belong to."""

    rated: Mapping[str, dict[str, Any]]
    segments: Mapping[str, Rows]
    draws: Mapping[str, Rows]
    suspense: Mapping[str, str]
    reversals: Mapping[str, Decimal]
    rerated: Mapping[str, Rows]
    lines: Mapping[int, Mapping[str, Rows]]
    """By load after which they stood, then by subscription."""
    loads: int
    second_legs: SecondLegs


def read_outputs(
    warehouse: duckdb.DuckDBPyConnection, standing: Mapping[int, Mapping[str, Rows]], loads: int
) -> Outputs:
    """Read everything at the end of a run; ``standing`` is what was read between the loads."""

    def each(query: str) -> Iterator[dict[str, Any]]:
        return _rows(warehouse, query)

    return Outputs(
        rated={row["event_key"]: row for row in each(RATED)},
        segments=_grouped(each(SEGMENTS), "event_key"),
        draws=_grouped(each(DRAWS), "event_key"),
        suspense={row["event_key"]: row["reason"] for row in each(SUSPENSE)},
        reversals={row["event_key"]: row["amount"] for row in each(REVERSALS)},
        rerated=_grouped(each(RERATED), "event_key"),
        lines={**standing, loads: read_lines(warehouse)},
        loads=loads,
        second_legs=read_second_legs(each),
    )


def read_lines(warehouse: duckdb.DuckDBPyConnection) -> Mapping[str, Rows]:
    """The lines that an invoice would have now, by subscription."""
    return _grouped(_rows(warehouse, LINES), "subscription_id")


def _rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    found = warehouse.execute(query)
    columns = [column[0] for column in found.description or ()]
    for row in found.fetchall():
        yield dict(zip(columns, row, strict=True))


def _grouped(rows: Iterator[dict[str, Any]], column: str) -> Mapping[str, Rows]:
    grouped: dict[str, Rows] = {}
    for row in rows:
        grouped.setdefault(row[column], []).append(row)
    return grouped


@dataclass(frozen=True)
class Outcome:
    """What came out of one case, in the units of the case."""

    case: CaseFiles
    outputs: Outputs

    def charge(self, event: str) -> Decimal:
        """What the event costs, connect fee included, as rated (not rounded to the line)."""
        return self._money(self._rated(event)["charge"], self._line(event))

    def charge_now(self, event: str) -> Decimal:
        """What the event costs with all that orders to rate it again changed."""
        changed = sum(row["amount"] for row in self.outputs.rerated.get(self._key(event), ()))
        return self.charge(event) + self._money(changed, self._line(event))

    def number(self, event: str, column: str) -> Decimal:
        """A quantity of the rated event: quantity, metered_quantity, free_quantity."""
        row = self._rated(event)
        if column not in row:
            raise NoOutputError(f"fct_rated_usage has no {column}")
        return self._quantity(row[column])

    def amount(self, event: str, column: str) -> Decimal:
        """An amount of the rated event other than its charge: connect_fee."""
        row = self._rated(event)
        if column not in row:
            raise NoOutputError(f"fct_rated_usage has no {column}")
        return self._money(row[column], self._line(event))

    def text(self, event: str, column: str) -> str:
        """A name of the rated event (zone, time_band, charge_id), without the case before it."""
        return self._local(str(self._rated(event)[column]))

    def is_rated(self, event: str) -> bool:
        """Whether the event has a charge."""
        return self._key(event) in self.outputs.rated

    def suspense(self, event: str) -> str:
        """Why the event is not rated; empty where it is."""
        return self.outputs.suspense.get(self._key(event), "")

    def reversal(self, event: str) -> Decimal:
        """What a reversing event gives back (negative)."""
        key = self._key(event)
        if key not in self.outputs.reversals:
            raise NoOutputError(f"{event} is no adjustment")
        return self._money(self.outputs.reversals[key], self._line(event))

    def cost(self, event: str) -> Decimal:
        """What the supplier charges for the event; nothing where it carried none."""
        is_carried = self._event(event).outcome == "completed"
        cost = self.outputs.second_legs.cost(self._key(event), is_carried=is_carried)
        return self._money(cost, self._line(event))

    def cost_of(self, event: str, column: str) -> Any:
        """A column of the event at its supplier's tariff: metered_quantity, charge_id."""
        value = self.outputs.second_legs.row(self._key(event))[column]
        return self._local(value) if isinstance(value, str) else self._quantity(value)

    def margin(self, event: str) -> Decimal:
        """What remains of the charge for the event; nothing where neither leg costs anything."""
        margin = self.outputs.second_legs.margin(self._key(event))
        if margin is None:
            if self.is_rated(event) or self.cost(event):
                raise NoOutputError(f"{event} has no margin")
            return Decimal(0)
        return self._money(margin, self._line(event))

    def segments(self, event: str) -> list[Segment]:
        """The parts of an event at different prices, in order; one for an event that is whole."""
        rated = self._rated(event)
        rows = self.outputs.segments.get(self._key(event)) or [
            {
                "from_offset": 0,
                **{name: rated[name] for name in _OF_SEGMENTS},
            }
        ]
        return [
            Segment(
                self._quantity(row["from_offset"]),
                self._quantity(row["from_offset"] + row["quantity"]),
                str(row["time_band"]),
                self._local(str(row["charge_id"])),
                self._quantity(row["metered_quantity"]),
                self._money(row["charge"], self._line(event)),
            )
            for row in rows
        ]

    def drawn(self, event: str) -> Mapping[str, Decimal]:
        """What the event took from each bucket of a quantity."""
        return {
            bucket: self._quantity(drawn)
            for bucket, drawn in self._draws(event, "quantity").items()
        }

    def paid(self, event: str) -> Mapping[str, Decimal]:
        """What each bucket of money paid of the event."""
        return {
            bucket: self._money(drawn, self._line(event)).scaleb(-MONEY_DECIMALS)
            for bucket, drawn in self._draws(event, "money").items()
        }

    def _draws(self, event: str, unit: str) -> dict[str, Decimal]:
        self._rated(event)
        taken: dict[str, Decimal] = {}
        for row in self.outputs.draws.get(self._key(event), ()):
            if row["unit"] == unit:
                bucket = self._local(str(row["bucket_id"]))
                taken[bucket] = taken.get(bucket, Decimal(0)) + Decimal(row["consumed_quantity"])
        return taken

    def lines(
        self,
        subscription: str = "line",
        load: int | None = None,
        *,
        kind: str = "",
        amount: str = "unrounded_amount",
    ) -> list[Decimal]:
        """Amounts of a subscription's lines as they stand after a load (the last one).

        ``amount`` may also be net_amount (at the decimals of the currency), tax_amount or
        gross_amount; ``kind`` one of the kinds of charges.
        """
        return [
            self._money(row[amount], subscription)
            for row in self._lines(subscription, load)
            if not kind or row["charge_kind"] == kind
        ]

    def total(
        self, subscription: str = "line", load: int | None = None, amount: str = "unrounded_amount"
    ) -> Decimal:
        """What all lines of a subscription come to after a load.

        Where an event of it was not rated that is no figure.
        """
        for event in self.case.scenario.events:
            if event.subscription == subscription and self.suspense(event.name):
                raise NoOutputError(f"{event.name} is not rated: {self.suspense(event.name)}")
        return sum(self.lines(subscription, load, amount=amount), Decimal(0))

    def _lines(self, subscription: str, load: int | None) -> Rows:
        asked = min(load or self.outputs.loads, self.outputs.loads)
        standing = self.outputs.lines[min(each for each in self.outputs.lines if each >= asked)]
        return standing.get(self.case.name(subscription), [])

    def _rated(self, event: str) -> dict[str, Any]:
        key = self._key(event)
        if key in self.outputs.rated:
            return self.outputs.rated[key]
        reason = self.outputs.suspense.get(key)
        raise NoOutputError(f"{event} is not rated" + (f": {reason}" if reason else ""))

    def _event(self, name: str) -> Event:
        return self.case.event(name)

    def _line(self, event: str) -> str:
        return self._event(event).subscription

    def _key(self, event: str) -> str:
        found = self._event(event)
        return f"{producer(found.load)}:{self.case.record_id(event)}:{found.part}"

    def _quantity(self, quantity: Any) -> Decimal:
        return Decimal(quantity).scaleb(-self.case.quantity_digits)

    def _money(self, amount: Any, subscription: str) -> Decimal:
        digits = self.case.plan_of(subscription).money_digits
        return Decimal(amount).scaleb(-digits)

    def _local(self, name: str) -> str:
        return name.removeprefix(f"{self.case.tag}-").removeprefix(f"{self.case.tag}_")
