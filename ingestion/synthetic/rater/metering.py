"""Usage in increments: whole records, the parts of sessions, and calls that meet several prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.behaviour import SERVICES, VOICE
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.cutting import Part, cut, until_change
from ingestion.synthetic.rater.gathered import Usage
from ingestion.synthetic.rater.prices import Prices
from ingestion.synthetic.rater.tariffing import Tariffing


@dataclass
class Metered:
    """What was metered of some rows; `parts` are those of the rows that were cut, by place."""

    quantity: Array
    with_fee: Array
    is_cut: Array
    parts: dict[int, list[Part]]


class Metering:
    """Meters rows, over all deliveries."""

    def __init__(self, tariffing: Tariffing, usage: Usage) -> None:
        """Begin without any session."""
        self.tariffing, self.usage = tariffing, usage
        self.sessions: dict[tuple[int, int], tuple[int, int, int]] = {}
        """(line, charging id) → (tariff, time band, quantity so far) of a session's first part."""

    def meter(
        self, prices: Prices, rows: Array, plan: Array, tariff: Array, band: Array
    ) -> Metered:
        """Meter rows, of which the later parts of sessions take over the first one's tariff."""
        quantity = self.usage.quantity[rows]
        initial = self.tariffing.column("initial")
        following = self.tariffing.column("next")
        found = Metered(
            increments(quantity, initial[tariff], following[tariff]),
            np.ones(len(rows), dtype=bool),
            np.zeros(len(rows), dtype=bool),
            {},
        )
        session = self.usage.session[self.usage.place[rows]]
        self.cut(found, prices, rows, plan, tariff, band, session == 0)
        for at in np.flatnonzero(session).tolist():
            key = (int(self.usage.line[rows[at]]), int(session[at]))
            if key not in self.sessions:
                self.sessions[key] = (int(tariff[at]), int(band[at]), 0)
            else:
                found.with_fee[at] = False
            first, first_band, before = self.sessions[key]
            after = before + int(quantity[at])
            steps = int(initial[first]), int(following[first])
            found.quantity[at] = whole(after, *steps) - whole(before, *steps)
            tariff[at], band[at] = first, first_band
            self.sessions[key] = (first, first_band, after)
        return found

    def cut(
        self,
        found: Metered,
        prices: Prices,
        rows: Array,
        plan: Array,
        tariff: Array,
        band: Array,
        is_whole: Array,
    ) -> None:
        """Cut the calls that meet another price before they end: few, one by one."""
        started, seconds = self.usage.started[rows], self.usage.quantity[rows]
        is_call = np.array(
            [service == SERVICES[VOICE] for service in self.tariffing.column("service")]
        )
        long = is_whole & (seconds > until_change(started))
        if not long.any():
            return
        for at in np.flatnonzero(long & is_call[tariff]).tolist():
            first = Part(int(tariff[at]), int(band[at]), 0)
            parts = cut(
                self.tariffing, prices, int(plan[at]), first, int(started[at]), int(seconds[at])
            )
            found.quantity[at] = sum(part.metered for part in parts)
            if len(parts) > 1:
                found.parts[at], found.is_cut[at] = parts, True


def increments(quantity: Array, initial: Array, following: Array) -> Array:
    """Nothing for nothing, at least the initial increment, then whole next ones."""
    beyond = np.maximum(quantity - initial, 0)
    stepped: Array = initial + (beyond + following - 1) // following * following
    return np.where(quantity == 0, 0, stepped)


def whole(quantity: int, initial: int, following: int) -> int:
    """Return the same for one quantity."""
    if quantity == 0:
        return 0
    return initial + -(-max(0, quantity - initial) // following) * following
