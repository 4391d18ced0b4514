"""CGRateS: rates of a period, as tiers within one event, and how a cost is rounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from tests.conformance.fields import Fields, NotUnderstoodError, all_of
from tests.conformance.scenario import ZERO, Charge, Tier

PEER = "cgrates/cgrates"
ROUNDING = {"up": "up", "down": "down", "middle": "half_up"}
LINE = "line"


@dataclass(frozen=True)
class Rate:
    """A price: its groups as tiers counted from the beginning of the event, and its connect fee."""

    tiers: tuple[Tier, ...]
    connect_fee: Decimal = ZERO
    options: Mapping[str, object] = field(default_factory=dict)
    increment: Decimal | None = None
    """Of a rate of one group; those of several are in their tiers."""

    def charge(self, name: str, plan: str = "plan", **more: Any) -> Charge:
        """The rate as a charge of a plan."""
        return Charge(
            name,
            plan,
            self.tiers,
            initial_increment=self.increment,
            next_increment=self.increment,
            connect_fee=self.connect_fee,
            options={"connect_fee_rule": "used", **self.options},
            **more,
        )


def rate_of(rows: Sequence[Fields], options: Mapping[str, object] | None = None) -> Rate:
    """The groups of a rate: each from its start on; the connect fee is that of the first."""
    tiers, fees = [], []
    for row in rows:
        with all_of(row.values, row.place) as group:
            tiers.append(
                Tier(
                    group.duration("group_interval_start"),
                    group.decimal("rate"),
                    rate_unit=group.duration("rate_unit"),
                    increment=group.duration("rate_increment"),
                )
            )
            fees.append(group.decimal("connect_fee", "0"))
    begins = [tier.from_quantity for tier in tiers]
    if not begins or begins[0] != 0 or begins != sorted(set(begins)):
        raise NotUnderstoodError("not understood: rate groups that do not begin at 0, in order")
    if any(fees[1:]):
        raise NotUnderstoodError("not understood: a connect fee of a later rate group")
    increment = None
    if len(tiers) == 1:
        increment = tiers[0].increment
        tiers = [replace(tiers[0], increment=None)]
    return Rate(tuple(tiers), fees[0], dict(options or {}), increment)


def rounding_of(fields: Fields, *, rounds: bool = True) -> dict[str, object]:
    """How the cost of an event is rounded: method and decimals, if it says so."""
    if "rounding" not in fields:
        return {}
    with all_of(fields.need("rounding"), "rounding") as rounding:
        method = rounding.one_of("method", ROUNDING)
        decimals = rounding.integer("decimals")
    return rounding_options(method, decimals) if rounds else {}


def rounding_options(method: str, decimals: int) -> dict[str, object]:
    """The columns of a charge that rounds each event."""
    return {
        "rounding_stage": "event",
        "rounding_mode": ROUNDING[method],
        "rounding_decimals": decimals,
    }


def cost_limit(fields: Fields) -> dict[str, object]:
    """The most that a call costs: beyond it a call goes on for nothing.

    A call that would be ended at its limit is a matter of authorisation: what was called is paid.
    """
    limit = fields.decimal_or_none("max_cost")
    strategy = fields.one_of("max_cost_strategy", ("free", "disconnect"), "free")
    return {"maximum_charge": limit} if limit is not None and strategy == "free" else {}
