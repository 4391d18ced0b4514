"""Over 24 months cells fill up, and those run out that the key names, when it says so."""

from __future__ import annotations

import numpy as np

from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.performance.counters import Counters
from ingestion.synthetic.performance.sites import FULL, MILLION, make_radio
from ingestion.synthetic.world import make_world
from tests.unit.synthetic.conftest import START


def busy_shares(counters: Counters, first: int, end: int) -> dict[int, float]:
    """Cell → share of blocks used in the busy hour, on average over the working days."""
    part = counters.span(first, end)
    shape = (len(counters.cells), end - first, 24)
    used = part["downlink_blocks_used"].reshape(shape)
    share = used / part["downlink_blocks_available"].reshape(shape)
    working = ~counters.world.is_day_off[first:end]
    mean = share[:, working].max(axis=2).mean(axis=1)
    return {cell.index: float(mean[place]) for place, cell in enumerate(counters.cells)}


def test_cells_that_run_out_do_so_when_the_key_says():
    world = make_world(Arguments(240, 24, 3, START, events_per_day=1.0))
    radio = make_radio(world)
    counters = Counters(world, radio, [], 0)
    days = world.schedule.day_count
    opening, closing = busy_shares(counters, 0, 28), busy_shares(counters, days - 28, days)
    running_out = [cell for cell in radio.cells if cell.runs_out_on is not None]
    assert 2 <= len(running_out) < len(radio.cells)
    # Traffic moves a little with the number of lines in use, so the day is not exact.
    for cell in radio.cells:
        expected = cell.busy_share / MILLION
        assert abs(opening[cell.index] - expected) < 0.1 * expected
        if cell.growth == 0:
            assert closing[cell.index] < 0.7
    for cell in running_out:
        assert cell.busy_share < FULL
        assert closing[cell.index] > 0.75
        assert opening[cell.index] < closing[cell.index]


def test_a_full_cell_fails_people():
    world = make_world(Arguments(240, 24, 3, START, events_per_day=1.0))
    radio = make_radio(world)
    fullest = max(radio.cells, key=lambda cell: cell.busy_share * (MILLION + 2 * cell.growth))
    radio.cells[:] = [fullest]
    days = world.schedule.day_count
    part = Counters(world, radio, [], 0).span(days - 60, days)
    share = part["downlink_blocks_used"] / part["downlink_blocks_available"]
    slow = 1 - part["transfer_successes"] / np.maximum(part["transfer_attempts"], 1)
    full, empty = share > 0.85, (share < 0.5) & (part["transfer_attempts"] > 0)
    assert full.sum() > 20
    assert slow[full].mean() > 5 * slow[empty].mean()
    assert (part["latency_milliseconds"][full]).mean() > part["latency_milliseconds"][empty].mean()
