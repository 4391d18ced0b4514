"""Rates usage delivery by delivery, exactly, and adds it up to what becomes invoice lines."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.allowances import Buckets
from ingestion.synthetic.rater.gathered import Usage
from ingestion.synthetic.rater.payers import Payers
from ingestion.synthetic.rater.prices import Prices
from ingestion.synthetic.rater.sums import USAGE_KINDS, Sums
from ingestion.synthetic.rater.tariffing import DAY_SECONDS, Tariffing
from ingestion.synthetic.schedule import CYCLE_DAYS
from ingestion.synthetic.world import World

ROWS_AT_ONCE = 4_000_000
ADJUSTMENT, USAGE = USAGE_KINDS.index("adjustment"), USAGE_KINDS.index("usage")


class Rater:
    """Rates the usage of a world; money in millionths, every rule in whole numbers."""

    def __init__(self, world: World, changes: CatalogueChanges, usage: Usage) -> None:
        """Prepare what does not depend on the delivery."""
        self.world, self.changes, self.usage = world, changes, usage
        self.payers = Payers(world)
        self.tariffing = Tariffing(world)
        self.buckets = Buckets()
        self.sums = Sums()
        self.lines_at_once = max(1, len(world.lines) * ROWS_AT_ONCE // max(1, len(usage)))
        self.closed: set[tuple[int, int]] = set()
        self.sessions: dict[tuple[int, int], tuple[int, int, int]] = {}
        """(line, charging id) → (tariff, time band, quantity so far) of a session's first part."""
        self.day = usage.started // DAY_SECONDS
        line = usage.line
        payable = usage.has_number & self.payers.is_active(line, self.day)
        self.known_in = np.maximum(self.payers.known_in[line], usage.delivery).astype(np.int16)
        few = np.flatnonzero(usage.place)
        is_reversal = usage.reverses[usage.place[few]] != 0
        payable[few[is_reversal]] = False
        self.waiting = np.flatnonzero(payable)
        self.cycle = self.payers.cycle_on(line, self.day)
        self.reversals = few[is_reversal].tolist()
        self.rated: dict[int, tuple[int, int, int, int]] = {}
        """Row that somebody takes back → (charge, period charged, tariff, band), once rated."""
        reversed_keys = set(usage.reverses[usage.place[few[is_reversal]]].tolist())
        keys = zip(usage.key[usage.place[few]].tolist(), few.tolist(), strict=True)
        self.originals = {key: row for key, row in keys if key in reversed_keys}
        self.is_original = np.zeros(len(usage), dtype=bool)
        self.is_original[list(self.originals.values())] = True
        self.taken_back: set[int] = set()

    def open_period(self, cycle: int, period: int) -> int:
        """Return the period itself if it is open, else the earliest open one after it."""
        while (cycle, period) in self.closed:
            period += 1
        return period

    def deliver(self, delivery: int) -> None:
        """Rate everything that can be rated after a delivery, then take back what is reversed."""
        usage = self.usage
        prices = Prices(self.changes, self.world.schedule.first_day, delivery)
        due = self.known_in[self.waiting] <= delivery
        rows, later = self.waiting[due], [self.waiting[~due]]
        # Lines have nothing to do with one another: some at a time keep memory small.
        group = usage.line[rows] // self.lines_at_once
        for number in range(int(group.max()) + 1 if len(rows) else 0):
            later.append(self.deliver_lines(prices, rows[group == number]))
        self.waiting = np.concatenate(later)
        self.reverse(delivery)

    def deliver_lines(self, prices: Prices, rows: Array) -> Array:
        """Rate rows of some lines; return those that still have no price."""
        usage, payers = self.usage, self.payers
        plan = payers.plan_on(usage.line[rows], self.day[rows])
        band = self.tariffing.band(usage.started[rows])
        tariff = self.tariffing.find(prices, usage, rows, plan, band)
        has_price = tariff >= 0
        order = np.flatnonzero(has_price)
        by_line = usage.line[rows].astype(np.int64) << 32 | usage.started[rows]
        order = order[np.lexsort((rows[order], by_line[order]))]
        self.rate(prices, rows[order], plan[order], band[order], tariff[order])
        return rows[~has_price]

    def rate(self, prices: Prices, rows: Array, plan: Array, band: Array, tariff: Array) -> None:
        """Rate rows, which stand in the order in which they draw on allowances."""
        usage, payers = self.usage, self.payers
        cycle = self.cycle[rows]
        period = payers.period[cycle, self.day[rows]]
        count = int(payers.period.max()) + 2
        opened = np.array([[self.open_period(c, p) for p in range(count)] for c in range(3)])
        charged = opened[cycle, period]
        own_tariff = tariff.copy()
        quantity = usage.quantity[rows]
        metered, with_fee = self.meter(rows, quantity, tariff, band)
        begins = np.array(
            [
                [(payers.period_day(c, p) - self.world.schedule.first_day).days
                 for p in range(int(opened.max()) + 1)]
                for c in range(3)
            ]
        )  # fmt: skip
        grant_day = np.maximum(self.day[rows], begins[cycle, charged])
        allowance, granted = self.tariffing.find_grants(prices, own_tariff, plan, grant_day)
        drawing = np.flatnonzero(allowance >= 0)
        bucket = usage.line[rows[drawing]].astype(np.int64) << 32
        # Periods of two cycles begin on different days, so they are different buckets.
        own_period = charged[drawing] * len(CYCLE_DAYS) + cycle[drawing]
        bucket |= allowance[drawing].astype(np.int64) << 12 | own_period
        free = np.zeros(len(rows), dtype=np.int64)
        free[drawing] = self.buckets.draw(bucket, metered[drawing], granted[drawing])

        price = self.tariffing.column("unit_price")[tariff]
        unit = self.tariffing.column("rate_unit")[tariff]
        fee = self.tariffing.column("connect_fee")[tariff]
        # Half up to whole millionths; nothing here is negative.
        charge = (2 * price * (metered - free) + unit) // (2 * unit) + np.where(with_fee, fee, 0)
        is_late = charged != period
        self.sums.add(
            USAGE, usage.line[rows], plan, tariff, band, cycle, charged, is_late, charge, quantity
        )
        for at in np.flatnonzero(self.is_original[rows]).tolist():
            self.rated[int(rows[at])] = (
                int(charge[at]), int(charged[at]), int(tariff[at]), int(band[at])
            )  # fmt: skip

    def meter(
        self, rows: Array, quantity: Array, tariff: Array, band: Array
    ) -> tuple[Array, Array]:
        """Return (metered quantity, whether the connect fee is due).

        Sets the tariff and band of a session's later parts to those of its first.
        """
        initial = self.tariffing.column("initial")
        following = self.tariffing.column("next")
        metered = increments(quantity, initial[tariff], following[tariff])
        with_fee = np.ones(len(rows), dtype=bool)
        session = self.usage.session[self.usage.place[rows]]
        for at in np.flatnonzero(session).tolist():
            key = (int(self.usage.line[rows[at]]), int(session[at]))
            if key not in self.sessions:
                self.sessions[key] = (int(tariff[at]), int(band[at]), 0)
            else:
                with_fee[at] = False
            first, first_band, before = self.sessions[key]
            after = before + int(quantity[at])
            steps = int(initial[first]), int(following[first])
            metered[at] = whole(after, *steps) - whole(before, *steps)
            tariff[at], band[at] = first, first_band
            self.sessions[key] = (first, first_band, after)
        return metered, with_fee

    def reverse(self, delivery: int) -> None:
        """Take back what is rated by now: each original once, by the first that names it."""
        usage = self.usage
        still: list[int] = []
        for row in self.reversals:
            original = self.originals.get(int(usage.reverses[usage.place[row]]))
            if usage.delivery[row] > delivery or original not in self.rated:
                still.append(row)
                continue
            if original is None or original in self.taken_back:
                continue
            self.taken_back.add(original)
            charge, period, tariff, band = self.rated[original]
            cycle = int(self.cycle[original])
            charged = self.open_period(cycle, period)
            line = usage.line[original : original + 1]
            plan = self.payers.plan_on(line, self.day[original : original + 1])
            one = np.array
            self.sums.add(
                ADJUSTMENT, line, plan, one([tariff]), one([band]), one([cycle]), one([charged]),
                one([charged != period]), one([-charge]), one([0]),
            )  # fmt: skip
        self.reversals = still


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
