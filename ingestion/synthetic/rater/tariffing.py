"""Finds the price of many uses at once, as known after one delivery."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from ingestion.synthetic.behaviour import SERVICES
from ingestion.synthetic.calendar_of_korea import is_day_off
from ingestion.synthetic.catalogue import time_bands
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.rater.gathered import Usage
from ingestion.synthetic.rater.prices import Prices
from ingestion.synthetic.rater.tariff import Tariff
from ingestion.synthetic.world import World

BANDS = tuple(sorted({str(row["time_band"]) for row in time_bands()}))
DAY_SECONDS = 86_400
DAYS_AFTER_THE_LAST = 2
"""A call lasts a day at most: one of the last evening ends on the next day, one day is to spare."""
Known = TypeVar("Known")


class Numbered(dict[Known, int]):
    """Numbers things by the order in which they are first asked for."""

    def __missing__(self, thing: Known) -> int:
        """Give a new thing the next number."""
        self[thing] = len(self)
        return self[thing]


def band_table() -> Array:
    """(is a day off, local minute) → index of the time band."""
    result = np.zeros((2, 1440), dtype=np.int8)
    for row in time_bands():
        if row["day_type"] in ("weekday", "sunday"):
            begin, end = int(str(row["from_minute"])), int(str(row["to_minute"]))
            off = int(row["day_type"] == "sunday")
            result[off, begin:end] = BANDS.index(str(row["time_band"]))
    return result


class Tariffing:
    """Tariffs met so far, by number; the same for all deliveries."""

    def __init__(self, world: World) -> None:
        """Begin with none."""
        first = world.schedule.first_day
        days = len(world.is_day_off) + DAYS_AFTER_THE_LAST
        self.days_off = np.array(
            [is_day_off(first.fromordinal(first.toordinal() + day)) for day in range(days)]
        ).astype(np.int8)
        self.bands = band_table()
        self.tariffs: Numbered[Tariff] = Numbered()
        self.list: list[Tariff] = []
        """The same by their number."""

    def number(self, tariff: Tariff) -> int:
        """Return the number of a tariff, a new one for a new tariff."""
        number = self.tariffs[tariff]
        if number == len(self.list):
            self.list.append(tariff)
        return number

    def band(self, started: Array) -> Array:
        """Return the time band of moments in seconds from the first local midnight."""
        day = started // DAY_SECONDS
        band: Array = self.bands[self.days_off[day], started % DAY_SECONDS // 60]
        return band

    def find(self, prices: Prices, usage: Usage, rows: Array, plan: Array, band: Array) -> Array:
        """Return the number of the tariff of each row, -1 where there is none."""
        day = usage.started[rows] // DAY_SECONDS
        intervals = len(prices.breaks) + 1
        interval = np.searchsorted(np.array(prices.breaks), day, side="right")
        packed = ((usage.use[rows].astype(np.int64) * 64 + plan) * 8 + band) * intervals + interval
        distinct, first, place = np.unique(packed, return_index=True, return_inverse=True)
        found = np.full(len(distinct), -1, dtype=np.int32)
        for number, at in enumerate(first.tolist()):
            use = usage.uses[int(usage.use[rows[at]])]
            zone = prices.zone(use, int(day[at]))
            if zone is None:
                continue
            asked = SERVICES[use[0]], "incoming" if use[1] else "outgoing", zone
            tariff = prices.tariff(int(plan[at]), *asked, BANDS[band[at]], int(day[at]))
            if tariff is not None:
                found[number] = self.number(tariff)
        return found[place]

    def column(self, name: str) -> Array:
        """Return one field of all tariffs by their number."""
        return np.array([getattr(tariff, name) for tariff in self.list])
