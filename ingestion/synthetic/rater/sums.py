"""Adds rated usage up, by what becomes one invoice line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.random_numbers import Array

USAGE_KINDS = ("usage", "adjustment")
# Bits of each part of the packed key, from the highest.
_PARTS = (
    ("cycle", 2), ("period", 8), ("line", 24), ("kind", 1), ("plan", 6), ("tariff", 17),
    ("band", 3), ("late", 1),
)  # fmt: skip


@dataclass(frozen=True)
class Total:
    """What was added up of one line: amount in millionths, records, quantity in its unit."""

    line: int
    kind: str
    plan: int
    tariff: int
    band: int
    is_late: bool
    amount: int
    events: int
    quantity: int


class Sums:
    """Totals by billing cycle and period, over all deliveries."""

    def __init__(self) -> None:
        """Begin with none."""
        self.totals: dict[int, list[int]] = {}

    def add(
        self,
        kind: int,
        line: Array,
        plan: Array,
        tariff: Array,
        band: Array,
        cycle: Array,
        period: Array,
        late: Array,
        amount: Array,
        quantity: Array,
    ) -> None:
        """Add rated rows of one kind."""
        given = {
            "cycle": cycle, "period": period, "line": line, "kind": np.full(len(line), kind),
            "plan": plan, "tariff": tariff, "band": band, "late": late,
        }  # fmt: skip
        key = np.zeros(len(line), dtype=np.int64)
        for name, bits in _PARTS:
            key = key << bits | given[name].astype(np.int64)
        if not len(key):
            return
        order = np.argsort(key, kind="stable")
        key = key[order]
        starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
        amounts = np.add.reduceat(amount[order], starts).tolist()
        quantities = np.add.reduceat(quantity[order], starts).tolist()
        events = np.diff(np.r_[starts, len(key)]).tolist()
        for each, *values in zip(key[starts].tolist(), amounts, events, quantities, strict=True):
            total = self.totals.setdefault(each, [0, 0, 0])
            for place, value in enumerate(values):
                total[place] += value

    def by_period(self) -> dict[tuple[int, int], list[Total]]:
        """(cycle, period) → its totals, by line."""
        found: dict[tuple[int, int], list[Total]] = defaultdict(list)
        for key in sorted(self.totals):
            parts: dict[str, int] = {}
            rest = key
            for name, bits in reversed(_PARTS):
                parts[name] = rest & ((1 << bits) - 1)
                rest >>= bits
            amount, events, quantity = self.totals[key]
            found[parts["cycle"], parts["period"]].append(
                Total(
                    parts["line"], USAGE_KINDS[parts["kind"]], parts["plan"], parts["tariff"],
                    parts["band"], bool(parts["late"]), amount, events, quantity,
                )
            )  # fmt: skip
        return found
