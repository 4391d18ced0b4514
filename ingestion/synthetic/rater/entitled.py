"""Which buckets give to which rows, level by level in the order in which they are drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.add_ons import ADD_ONS
from ingestion.synthetic.bookings import draw_bookings
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.prices import Grant, Prices
from ingestion.synthetic.rater.tariffing import Numbered, Tariffing
from ingestion.synthetic.tariffs import PLANS
from ingestion.synthetic.world import World

# Bits of a bucket's key: whose it is (line, account, booking), owner, bucket, period.
_KIND, _OWNER, _BUCKET = 58, 32, 12
_LINE, _ACCOUNT, _BOOKING = 0, 1, 2
_NO_PERIOD = (1 << _BUCKET) - 1
Level = tuple[int, bool, int]
"""(priority, less is first; whether lines share it; 0 for the plan, or which booking)."""


@dataclass(frozen=True)
class Rows:
    """What entitles a row: arrays of one length. `period` is unique over all cycles."""

    line: Array
    account: Array
    plan: Array
    tariff: Array
    day: Array
    period: Array


class Entitled:
    """Finds allowances of plans and of booked add-ons."""

    def __init__(self, world: World) -> None:
        """Take in the bookings."""
        self.buckets: Numbered[tuple[str, str]] = Numbered()
        """(plan, bucket) → its number."""
        self.bookings: list[dict[str, Array]] = []
        """By place among the bookings of a line: one entry per line, add_on -1 for none."""
        places: dict[int, int] = {}
        count = len(world.lines)
        for booking in draw_bookings(world):
            place = places[booking.line] = places.get(booking.line, -1) + 1
            if place == len(self.bookings):
                names = ("first", "end", "units", "delivery")
                nothing = {name: np.zeros(count, dtype=np.int64) for name in names}
                self.bookings.append({"add_on": np.full(count, -1), **nothing})
            for name, values in self.bookings[place].items():
                values[booking.line] = getattr(booking, name)

    def levels(
        self, prices: Prices, tariffing: Tariffing, delivery: int, rows: Rows
    ) -> Iterator[tuple[Array, Array, Array]]:
        """Yield (rows, their buckets, what these grant) in the order in which they give."""
        every = np.arange(len(rows.line))
        one = np.ones(len(rows.line), dtype=np.int64)
        plans = [plan.plan_id for plan in PLANS]
        found = list(self.granted(prices, tariffing, rows, every, plans, rows.plan, 0, one))
        for place, booked in enumerate(self.bookings, start=1):
            own = {name: values[rows.line] for name, values in booked.items()}
            is_known = (own["add_on"] >= 0) & (own["delivery"] <= delivery)
            few = np.flatnonzero(is_known & (own["first"] <= rows.day) & (rows.day < own["end"]))
            add_ons = [add_on.plan_id for add_on in ADD_ONS]
            found += self.granted(
                prices, tariffing, rows, few, add_ons, own["add_on"][few], place, own["units"][few]
            )
        for _, at, bucket, granted in sorted(found, key=lambda each: each[0]):
            yield at, bucket, granted

    def granted(
        self,
        prices: Prices,
        tariffing: Tariffing,
        rows: Rows,
        at: Array,
        plan_ids: list[str],
        plan: Array,
        place: int,
        units: Array,
    ) -> Iterator[tuple[Level, Array, Array, Array]]:
        """Yield one entry per level of what some plans give to the rows `at`."""
        intervals = len(prices.breaks) + 1
        interval = np.searchsorted(np.array(prices.breaks), rows.day[at], side="right")
        packed = (rows.tariff[at].astype(np.int64) * 64 + plan) * intervals + interval
        distinct, first, where = np.unique(packed, return_index=True, return_inverse=True)
        levels: dict[Level, tuple[Array, Array, list[Grant | None]]] = {}
        for number, example in enumerate(first.tolist()):
            tariff = tariffing.list[int(rows.tariff[at[example]])]
            use = (tariff.service, tariff.direction, tariff.zone)
            day = int(rows.day[at[example]])
            for grant in prices.grants(plan_ids[int(plan[example])], use, day):
                level = (-grant.priority, grant.is_shared, place)
                if level not in levels:
                    size = len(distinct)
                    levels[level] = np.full(size, -1), np.zeros(size, dtype=np.int64), [None] * size
                numbers, quantities, known = levels[level]
                numbers[number] = self.buckets[grant.plan_id, grant.bucket_id]
                quantities[number], known[number] = grant.quantity, grant
        for level, (numbers, quantities, known) in levels.items():
            lasting = np.array([grant is not None and grant.is_lasting for grant in known])
            given = np.flatnonzero(numbers[where] >= 0)
            each, row = where[given], at[given]
            kind = _ACCOUNT if level[1] else _LINE if place == 0 else _BOOKING + place
            owner = rows.account[row] if level[1] else rows.line[row]
            period = np.where(lasting[each], _NO_PERIOD, rows.period[row])
            bucket = np.int64(kind) << _KIND | owner.astype(np.int64) << _OWNER
            bucket |= numbers[each].astype(np.int64) << _BUCKET | period
            yield level, row, bucket, quantities[each] * units[given]
