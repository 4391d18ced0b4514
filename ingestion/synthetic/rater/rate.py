"""Rates usage delivery by delivery, exactly, and adds it up to what becomes invoice lines."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.allowances import Buckets
from ingestion.synthetic.rater.charging import Charging
from ingestion.synthetic.rater.entitled import Entitled, Rows
from ingestion.synthetic.rater.gathered import Usage
from ingestion.synthetic.rater.metering import Metering
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
        accounts = len(self.payers.accounts)
        self.accounts_at_once = max(1, accounts * ROWS_AT_ONCE // max(1, len(usage)))
        self.closed: set[tuple[int, int]] = set()
        self.metering = Metering(self.tariffing, usage)
        self.charging = Charging(self.tariffing)
        self.entitled = Entitled(world)
        self.delivery = 0
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
        usage, self.delivery = self.usage, delivery
        prices = Prices(self.changes, self.world.schedule.first_day, delivery)
        due = self.known_in[self.waiting] <= delivery
        rows, later = self.waiting[due], [self.waiting[~due]]
        # Accounts have nothing to do with one another: some at a time keep memory small.
        group = self.payers.account[usage.line[rows]] // self.accounts_at_once
        for number in range(int(group.max()) + 1 if len(rows) else 0):
            later.append(self.deliver_lines(prices, rows[group == number]))
        self.waiting = np.concatenate(later)
        self.reverse(delivery)

    def deliver_lines(self, prices: Prices, rows: Array) -> Array:
        """Rate rows of some accounts; return those that still have no price."""
        usage, payers = self.usage, self.payers
        plan = payers.plan_on(usage.line[rows], self.day[rows])
        band = self.tariffing.band(usage.started[rows])
        tariff = self.tariffing.find(prices, usage, rows, plan, band)
        has_price = tariff >= 0
        order = np.flatnonzero(has_price)
        order = order[np.lexsort((rows[order], usage.started[rows[order]]))]
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
        begins = np.array(
            [
                [(payers.period_day(c, p) - self.world.schedule.first_day).days
                 for p in range(int(opened.max()) + 1)]
                for c in range(3)
            ]
        )  # fmt: skip
        line, quantity = usage.line[rows], usage.quantity[rows]
        # Periods of two cycles begin on different days, so they are different buckets.
        own_period = charged * len(CYCLE_DAYS) + cycle
        entitled = Rows(
            line, payers.account[line], plan, tariff.copy(),
            np.maximum(self.day[rows], begins[cycle, charged]), own_period,
        )  # fmt: skip
        metered = self.metering.meter(prices, rows, plan, tariff, band)
        free = np.zeros(len(rows), dtype=np.int64)
        for at, bucket, granted in self.entitled.levels(
            prices, self.tariffing, self.delivery, entitled
        ):
            wanting = np.flatnonzero(metered.quantity[at] > free[at])
            drawn = at[wanting]
            left = metered.quantity[drawn] - free[drawn]
            free[drawn] += self.buckets.draw(bucket[wanting], left, granted[wanting])
        charge = self.charging.charge(metered, free, line, own_period, quantity, tariff)
        is_late = charged != period
        whole = np.flatnonzero(~metered.is_cut)
        one = np.ones(len(rows), dtype=np.int64)
        self.sums.add(
            USAGE, line[whole], plan[whole], tariff[whole], band[whole], cycle[whole],
            charged[whole], is_late[whole], charge[whole], quantity[whole], one[whole],
        )  # fmt: skip
        at, part_tariff, part_band, used, amount, is_first = self.charging.parts(metered)
        self.sums.add(
            USAGE, line[at], plan[at], part_tariff, part_band, cycle[at], charged[at], is_late[at],
            amount, used, is_first,
        )  # fmt: skip
        for row in np.flatnonzero(self.is_original[rows]).tolist():
            self.rated[int(rows[row])] = (
                int(charge[row]), int(charged[row]), int(tariff[row]), int(band[row])
            )  # fmt: skip

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
                one([charged != period]), one([-charge]), one([0]), one([1]),
            )  # fmt: skip
        self.reversals = still
