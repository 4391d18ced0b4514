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
_REST = sum(bits for _, bits in _PARTS[2:])


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
        self.totals: dict[int, dict[int, list[int]]] = defaultdict(dict)
        """Cycle and period → rest of the key → amount, records, quantity."""

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
        events: Array,
    ) -> None:
        """Add rated rows of one kind; a row counts as so many `events`."""
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
        counts = np.add.reduceat(events[order], starts).tolist()
        for each, *values in zip(key[starts].tolist(), amounts, counts, quantities, strict=True):
            own = self.totals[each >> _REST]
            total = own.setdefault(each & (1 << _REST) - 1, [0, 0, 0])
            for place, value in enumerate(values):
                total[place] += value

    def taken(self, cycle: int, period: int) -> list[Total]:
        """Return the totals of a period, by line, and forget them: it is closed."""
        found: list[Total] = []
        own = self.totals.pop(cycle << _PARTS[1][1] | period, {})
        for key in sorted(own):
            parts: dict[str, int] = {}
            rest = key
            for name, bits in reversed(_PARTS[2:]):
                parts[name] = rest & ((1 << bits) - 1)
                rest >>= bits
            amount, events, quantity = own[key]
            found.append(
                Total(
                    parts["line"], USAGE_KINDS[parts["kind"]], parts["plan"], parts["tariff"],
                    parts["band"], bool(parts["late"]), amount, events, quantity,
                )
            )  # fmt: skip
        return found
