"""One price of the catalogue in whole numbers, and what quantities cost by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ingestion.synthetic.files import Row
from ingestion.synthetic.money import millionths

FEE_RULES = ("each_event", "used", "charged")


@dataclass(frozen=True)
class Tariff:
    """One price; money in millionths of the currency.

    `tiers` are (begins at, price, per, step, flat fee), in order. `version` tells the rows apart
    that may say the same: a call is cut where another one begins.
    """

    charge_id: str
    version: tuple[int, int]
    description: str
    service: str
    direction: str
    zone: str
    currency: str
    tax_code: str
    initial: int
    next: int
    connect_fee: int
    fee_rule: int
    tiers: tuple[tuple[int, int, int, int, int], ...]
    counts_period: bool
    minimum: int
    maximum: int | None
    rounding: str
    decimals: int

    @property
    def unit_price(self) -> int:
        """Price of the first tier."""
        return self.tiers[0][1]

    @property
    def rate_unit(self) -> int:
        """Quantity that the price of the first tier is for."""
        return self.tiers[0][2]

    @property
    def is_plain(self) -> bool:
        """Whether an event costs its fee and a price for each unit, and nothing else matters."""
        _, _, _, step, fee = self.tiers[0]
        is_one = len(self.tiers) == 1 and step == 1 and fee == 0
        is_bounded = self.minimum > 0 or self.maximum is not None
        return is_one and not is_bounded and (self.rounding, self.decimals) == ("half_up", 6)

    def cost(self, quantity: int) -> Fraction:
        """Return what a cumulated quantity costs, each tier its own slab, in millionths."""
        total = Fraction(0)
        ends = [begin for begin, *_ in self.tiers[1:]] + [quantity]
        for (begin, price, per, step, fee), end in zip(self.tiers, ends, strict=True):
            slab = min(quantity, end) - begin
            if slab > 0:
                total += fee + Fraction(price * (-(-slab // step) * step), per)
        return total


def tariff_of(charge: Row, tiers: list[Row], version: tuple[int, int]) -> Tariff:
    """Read a price from its rows."""
    maximum = charge["maximum_charge"]
    is_rounded = charge["rounding_stage"] == "event"
    return Tariff(
        str(charge["charge_id"]), version, str(charge["description"]), str(charge["service"]),
        str(charge["direction"]), str(charge["zone"]), str(charge["currency"]),
        str(charge["tax_code"]), int(str(charge["initial_increment"])),
        int(str(charge["next_increment"])), millionths(charge["connect_fee"]),
        FEE_RULES.index(str(charge["connect_fee_rule"] or FEE_RULES[0])),
        tuple(
            (
                int(str(row["from_quantity"])), millionths(row["unit_price"]),
                int(str(row["rate_unit"] or charge["rate_unit"])), int(str(row["increment"] or 1)),
                millionths(row["flat_fee"] or 0),
            )
            for row in tiers
        ),
        charge["tier_scope"] == "period", millionths(charge["minimum_charge"] or 0),
        None if maximum is None else millionths(maximum),
        str(charge["rounding_mode"] or "half_up") if is_rounded else "half_up",
        int(str(charge["rounding_decimals"])) if is_rounded else 6,
    )  # fmt: skip


def event_charges(
    parts: Sequence[tuple[Tariff, int]], with_fee: bool, quantity: int, before: int
) -> tuple[int, ...]:
    """Return the charge of each part of an event in millionths.

    `parts` are (price, charged quantity), of which only the last takes the rounding of the whole;
    `before` is what tiers of a period have counted already.
    """
    first = parts[0][0]
    charged = sum(part for _, part in parts)
    is_due = (True, quantity > 0, charged > 0)[first.fee_rule] and with_fee
    fee = first.connect_fee if is_due else 0
    amounts = []
    reached = before
    for tariff, part in parts:
        amounts.append(tariff.cost(reached + part) - tariff.cost(reached))
        reached += part
    amounts[0] += fee
    total = sum(amounts, Fraction(0))
    if charged or fee:
        total = max(total, Fraction(first.minimum))
        total = total if first.maximum is None else min(total, Fraction(first.maximum))
    unit = 10 ** (6 - first.decimals)
    event = whole_units(total / unit, first.rounding) * unit
    own = [whole_units(amount, "half_up") for amount in amounts[:-1]]
    return (*own, event - sum(own))


def whole_units(amount: Fraction, mode: str) -> int:
    """Round an amount that is not negative to whole units."""
    down = amount.numerator // amount.denominator
    rest = amount - down
    if mode == "half_even":
        return down + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and down % 2 == 1))
    return down + {"up": rest > 0, "down": False, "half_up": rest >= Fraction(1, 2)}[mode]
