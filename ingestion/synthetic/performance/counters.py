"""Hourly counters of cells: how full, how many users, how many fail."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic.behaviour import HOURS
from ingestion.synthetic.outbox import HOUR
from ingestion.synthetic.performance.outages import Outage
from ingestion.synthetic.performance.sites import MILLION, Cell, Radio
from ingestion.synthetic.random_numbers import Array, mixed
from ingestion.synthetic.world import World

# Blocks a second and bytes a block: 20 MHz of LTE (100 blocks a millisecond) and 100 MHz of NR
# (273 blocks a half millisecond); 3G is counted in codes of the same worth.
BLOCKS_A_SECOND = {"3g": 20_000, "4g": 100_000, "5g": 546_000}
BYTES_A_BLOCK = {"3g": 30, "4g": 55, "5g": 65}
# An ordinary share of connections that drop, of set-ups and of transfers that fail; in millionths.
USUAL_DROPS, USUAL_FAILURES, USUAL_SLOW = 4_000, 3_000, 6_000
# Every cell has surroundings of its own, and every day its weather: the ordinary shares are so many
# times as high there and then, from and to, in millionths.
OF_A_CELL, OF_A_DAY = (500_000, 1_600_000), (700_000, 1_300_000)
FAILING_DAYS = 45


class Counters:
    """Computes the counters of all measured cells for a span of hours, in whole numbers only."""

    def __init__(self, world: World, radio: Radio, outages: list[Outage], start: int) -> None:
        """`start` is the first local midnight in seconds since 1970."""
        self.cells, self.outages, self.start = radio.cells, outages, start
        self.world = world
        self.seed = world.arguments.seed
        shapes = np.array(HOURS[:2], dtype=np.int64)
        self.shapes = shapes * MILLION // shapes.max()
        self.traffic = self.traffic_by_day()

    def traffic_by_day(self) -> Array:
        """Return the expected traffic of all lines on each day; a working day is a million."""
        world = self.world
        days = range(world.schedule.day_count)
        level = [(world.mean_uses(d, world.profile) * world.is_active(d)).sum() for d in days]
        working = next((n for n, is_off in enumerate(world.is_day_off) if not is_off), 0)
        relative: Array = (np.array(level) / level[working] * MILLION).astype(np.int64)
        return relative

    def span(self, first_day: int, end_day: int) -> dict[str, Array]:
        """Return the columns of cell_hours of the local days [first_day, end_day), cell by cell."""
        parts = [self.of_cell(cell, first_day, end_day) for cell in self.cells]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def of_cell(self, cell: Cell, first_day: int, end_day: int) -> dict[str, Array]:
        """Return the columns of one cell."""
        hour = np.arange(first_day * 24, end_day * 24, dtype=np.int64)
        day = hour // 24
        noise = self.noise(cell, hour, 0)
        down, planned, degraded = self.lost_seconds(cell, hour)
        available = HOUR - down - planned
        shape = self.shapes[self.world.is_day_off[day].astype(np.int8), hour % 24]
        grown = MILLION + cell.growth * day // 365
        share = cell.busy_share * shape // MILLION * grown // MILLION
        share = share * self.traffic[day] // MILLION * (920_000 + noise % 160_000) // MILLION
        share = np.minimum(share, 985_000)
        blocks = BLOCKS_A_SECOND[cell.technology] * available
        used = blocks * share // MILLION
        users = share * 240 // MILLION * available // HOUR
        # What a full cell and a failing one do to people: set-ups fail, connections drop.
        crowded = np.maximum(share - 700_000, 0)
        failing = np.zeros(len(hour), dtype=np.int64)
        if cell.fails_from is not None:
            worn = np.clip(day - cell.fails_from, 0, FAILING_DAYS)
            failing = worn * 70_000 // FAILING_DAYS
        attempts = users * 14 + noise % 5
        attempts[available == 0] = 0
        # In a busy hour connections are lost a little more often than at night.
        pace = 800_000 + shape * 2 // 5
        bad = USUAL_FAILURES * self.level(cell, day, 1) // MILLION * pace // MILLION
        bad += crowded // 8 + failing // 2 + degraded * 60_000 // HOUR
        failed = np.minimum(attempts, scattered(attempts * bad, self.noise(cell, hour, 1)))
        releases = attempts - failed
        lost = USUAL_DROPS * self.level(cell, day, 2) // MILLION * pace // MILLION
        lost += crowded // 10 + failing + degraded * 90_000 // HOUR
        drops = np.minimum(releases, scattered(releases * lost, self.noise(cell, hour, 2)))
        transfers = users * 40
        usual = USUAL_SLOW * self.level(cell, day, 3) // MILLION
        slow = scattered(transfers * (usual + crowded * 2 + failing * 2), self.noise(cell, hour, 3))
        sent = used * BYTES_A_BLOCK[cell.technology]
        return {
            "cell": np.full(len(hour), cell.index),
            "hour": hour,
            "available_seconds": available,
            "planned_outage_seconds": planned,
            "downlink_blocks_used": used,
            "downlink_blocks_available": blocks,
            "uplink_blocks_used": used // 6,
            "uplink_blocks_available": blocks,
            "downlink_bytes": sent,
            "uplink_bytes": sent // 9,
            "voice_seconds": users * 110,
            "average_users": users,
            "peak_users": users * 3 // 2 + (users > 0),
            "setup_attempts": attempts,
            "setup_successes": attempts - failed,
            "releases": releases,
            "drops": drops,
            "transfer_attempts": transfers,
            "transfer_successes": transfers - np.minimum(slow, transfers),
            "latency_milliseconds": 18 + noise % 9 + crowded // 4_000 + failing // 2_500,
        }

    def noise(self, cell: Cell, number: Array, purpose: int) -> Array:
        """Return 24 random bits for each hour or day of a cell; each purpose has its own."""
        place = number * 4099 + cell.index * 7_919_113 + self.seed + purpose * 15_485_863_000_003
        bits: Array = (mixed(place) >> np.uint64(40)).astype(np.int64)
        return bits

    def level(self, cell: Cell, day: Array, purpose: int) -> Array:
        """How many times the ordinary share is lost in a cell on each day, in millionths."""
        own, daily = (
            low + self.noise(cell, number, purpose + 10) * (high - low) // (1 << 24)
            for number, (low, high) in ((day * 0 - 1, OF_A_CELL), (day, OF_A_DAY))
        )
        times: Array = own * daily // MILLION
        return times

    def lost_seconds(self, cell: Cell, hour: Array) -> tuple[Array, Array, Array]:
        """(unplanned, planned, degraded) seconds of each hour."""
        lost = tuple(np.zeros(len(hour), dtype=np.int64) for _ in range(3))
        begins = self.start + hour * HOUR
        for outage in self.outages:
            if all(cell.index != hit.index for hit in outage.cells):
                continue
            overlap = np.minimum(begins + HOUR, outage.ended) - np.maximum(begins, outage.began)
            which = 1 if outage.is_planned else 0 if outage.severity == "total" else 2
            lost[which][:] += np.maximum(overlap, 0)
        return lost[0], lost[1], lost[2]


def scattered(millionths: Array, noise: Array) -> Array:
    """Millionths of events as whole events, about as far from their mean as chance has them.

    The sum of three even draws stands for the distribution: its mean is one, it is 0 to 2 and its
    standard deviation a third, that of nine events.
    """
    draws = (noise & 255) + (noise >> 8 & 255) + (noise >> 16 & 255)
    rest = (mixed(noise) >> np.uint64(40)).astype(np.int64)
    return rounded(millionths * (2 * draws + 3) // (3 * 256), rest)


def rounded(millionths: Array, noise: Array) -> Array:
    """Millionths of events as whole events; the noise decides what becomes of the remainder."""
    whole: Array = (millionths + noise % MILLION) // MILLION
    return whole
