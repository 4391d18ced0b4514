"""What a price says, and which one applies: a charge with its set of tiers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from tests.oracle.knowledge import FOREVER, Order, Table, Version, instant

Use = tuple[str, str, str]
"""Service, direction, zone."""


@dataclass(frozen=True)
class Tier:
    """One tier of a set: from where on, at which price; `step` 1 prices quantities as they are."""

    begin: int
    price: Decimal
    rate_unit: int
    step: int
    fee: Decimal

    def amount(self, quantity: int) -> Fraction:
        """Flat fee and price of a quantity within the tier."""
        whole = -(-quantity // self.step) * self.step
        return Fraction(self.fee) + Fraction(self.price) * whole / self.rate_unit


@dataclass(frozen=True)
class Tariff:
    """One price: the rows it was read from, and what they say."""

    charge_id: str
    rows: tuple[Order, Order]
    service: str
    direction: str
    zone: str
    currency: str
    tax_code: str
    initial: int
    next: int
    connect_fee: Decimal
    tiers: tuple[Tier, ...]
    charge: Version = field(compare=False, repr=False)

    def says(self, name: str, otherwise: str) -> str:
        """An optional field of the charge, or what stands for it where it is empty."""
        return self.charge.get(name) or otherwise

    def amount_of(self, name: str) -> Decimal | None:
        """An optional amount of the charge."""
        text = self.charge.get(name)
        return Decimal(text) if text else None

    def counts_the_period(self) -> bool:
        """Whether tiers count the period charged rather than one event."""
        return self.says("tier_scope", "event") == "period"

    def is_volume(self) -> bool:
        """Whether the tier that an event reaches prices all of it."""
        return self.says("tier_mode", "graduated") == "volume" and not self.counts_the_period()

    def is_cuttable(self) -> bool:
        """Whether an event at this price may be cut where another one begins."""
        return not self.counts_the_period() and not self.is_volume()

    def meters_the_rest(self) -> bool:
        """Whether allowances give usage as it is, and only the rest is metered."""
        return self.says("metering_stage", "before_allowance") == "after_allowance"

    def reaches_over(self) -> bool:
        """Whether the last increment of a segment takes its rest from the next one."""
        return self.says("increment_reach", "next_segment") == "next_segment"

    def cost(self, quantity: int) -> Fraction:
        """What a cumulated quantity costs by the tiers, slab by slab or as one."""
        is_inclusive = self.says("tier_bound", "inclusive") == "inclusive"
        reached = [
            tier
            for tier in self.tiers
            if quantity > tier.begin or (quantity == tier.begin > 0 and not is_inclusive)
        ]
        if self.is_volume():
            return reached[-1].amount(quantity) if reached else Fraction(0)
        total = Fraction(0)
        ends = [*(tier.begin for tier in reached[1:]), quantity]
        for tier, end in zip(reached, ends, strict=False):
            total += tier.amount(end - tier.begin)
        return total


class TierSets:
    """Sets of tiers by charge: what one file says of a charge and interval is one set."""

    def __init__(self) -> None:
        self._sets: dict[str, dict[tuple[object, ...], list[tuple[Order, dict[str, str]]]]] = (
            defaultdict(dict)
        )

    def add(self, order: Order, row: dict[str, str]) -> None:
        """Take in one row. Rows must be added in the order of arrival."""
        begin = instant(row["valid_from"])
        end = instant(row["valid_to"]) if row["valid_to"] else FOREVER
        own = self._sets[row["charge_id"]]
        own.setdefault((order[0], order[1], begin, end), []).append((order, row))

    def active(self, charge_id: str, at: dt.datetime) -> list[tuple[Order, dict[str, str]]]:
        """The rows of the set on top at an instant, by where they begin; none if taken back."""
        for (_, _, begin, end), rows in reversed(self._sets[charge_id].items()):
            assert isinstance(begin, dt.datetime) and isinstance(end, dt.datetime)
            if begin <= at < end:
                # Of two rows that begin at one quantity the later line counts.
                last = {int(r["from_quantity"]): (o, r) for o, r in rows if r["status"] != "none"}
                return [last[quantity] for quantity in sorted(last)]
        return []

    def bounds(self, charge_id: str) -> set[dt.datetime]:
        """Every instant at which a set begins or ends."""
        keys = self._sets[charge_id]
        return {moment for key in keys for moment in key[2:] if isinstance(moment, dt.datetime)}


class Prices:
    """Charges and their tiers."""

    def __init__(self, charges: Table) -> None:
        self.charges = charges
        self.tiers = TierSets()
        self._by_use: dict[tuple[str, ...], set[str]] = defaultdict(set)

    def learn(self, entity: str, order: Order, row: dict[str, str]) -> None:
        """Take in one row of charge_tiers, and note where a charge is looked for."""
        if entity == "charge_tiers":
            self.tiers.add(order, row)
        elif entity == "charges":
            use = (row["plan_id"], row["service"], row["direction"], row["zone"])
            self._by_use[use].add(row["charge_id"])

    def find(self, plan_id: str, use: Use, band: str, at: dt.datetime) -> Tariff | None:
        """Price of a use on a plan; a charge for the band before `any`, then by priority."""
        offers: list[tuple[bool, int, Order, Order, Tariff]] = []
        for charge_id in self._by_use.get((plan_id, *use), ()):
            charge = self.charges.active((charge_id,), at)
            tiers = self.tiers.active(charge_id, at)
            if charge is None or not tiers or charge["charge_kind"] != "usage":
                continue
            own = (charge["plan_id"], charge["service"], charge["direction"], charge["zone"])
            if own == (plan_id, *use) and charge["time_band"] in (band, "any"):
                is_named = charge["time_band"] == band != "any"
                tariff = read(charge, tiers)
                priority = int(charge.get("priority") or 0)
                offers.append((is_named, priority, *tariff.rows, tariff))
        return max(offers, key=lambda offer: offer[:4])[-1] if offers else None

    def changes(
        self, plan_id: str, use: Use, begin: dt.datetime, end: dt.datetime
    ) -> set[dt.datetime]:
        """Every instant strictly between two at which another price may begin."""
        found: set[dt.datetime] = set()
        for charge_id in self._by_use.get((plan_id, *use), ()):
            found |= self.tiers.bounds(charge_id)
            for version in self.charges.versions[(charge_id,)]:
                found |= {version.valid_from, version.valid_to}
        return {moment for moment in found if begin < moment < end}


def read(charge: Version, tiers: list[tuple[Order, dict[str, str]]]) -> Tariff:
    """A tariff of the rows in force."""
    own_unit = charge["rate_unit"]
    return Tariff(
        charge["charge_id"], (charge.order, tiers[0][0]),
        charge["service"], charge["direction"], charge["zone"],
        charge["currency"], charge["tax_code"],
        int(charge["initial_increment"]), int(charge["next_increment"]),
        Decimal(charge["connect_fee"]),
        tuple(
            Tier(
                int(row["from_quantity"]), Decimal(row["unit_price"]),
                int(row.get("rate_unit") or own_unit), int(row.get("increment") or 1),
                Decimal(row.get("flat_fee") or 0),
            )
            for _, row in tiers
        ),
        charge,
    )  # fmt: skip
