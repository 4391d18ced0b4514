"""Hours of which no counters come: a collector stands still at a cell or at a whole site."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.performance.sites import Cell, Radio
from ingestion.synthetic.random_numbers import Array, Stream
from ingestion.synthetic.world import World

LONGEST_HOURS = 8
# Above any hour: packs a cell and an hour into one sortable number.
HOUR_RADIX = 1_000_000


@dataclass(frozen=True)
class Gap:
    """Hours [first_hour, first_hour + hours) of a cell, counted from the first local midnight."""

    cell: Cell
    first_hour: int
    hours: int


def draw_gaps(world: World, radio: Radio, rate: float) -> list[Gap]:
    """Draw spans of hours until a share `rate` of all cells' hours is missing.

    The first and the last day are complete, so that every cell is seen to begin and to go on.
    """
    stream = Stream(world.arguments.seed, "gaps")
    sites: dict[str, list[Cell]] = {}
    for cell in radio.cells:
        sites.setdefault(cell.site_id, []).append(cell)
    all_hours = world.schedule.day_count * 24
    inner = all_hours - 48 - LONGEST_HOURS
    wanted = max(1, round(rate * all_hours * len(radio.cells))) if rate > 0 and inner > 0 else 0
    gaps: list[Gap] = []
    taken: set[tuple[int, int]] = set()
    while len(taken) < wanted:
        cells = [radio.cells[stream.integer(len(radio.cells))]]
        if stream.integer(4) == 0:
            cells = sites[cells[0].site_id]
        first, hours = 24 + stream.integer(inner), 1 + stream.integer(LONGEST_HOURS)
        missed = {(c.index, hour) for c in cells for hour in range(first - 1, first + hours + 1)}
        # Two spans that touch would be one.
        if missed & taken:
            continue
        taken |= {(c.index, hour) for c in cells for hour in range(first, first + hours)}
        gaps += [Gap(cell, first, hours) for cell in cells]
    return sorted(gaps, key=lambda gap: (gap.first_hour, gap.cell.index))


def reported(gaps: list[Gap], columns: dict[str, Array]) -> dict[str, Array]:
    """Return the columns of cell_hours without the hours that are missing."""
    packed = [
        gap.cell.index * HOUR_RADIX + gap.first_hour + n for gap in gaps for n in range(gap.hours)
    ]
    kept = ~np.isin(columns["cell"] * HOUR_RADIX + columns["hour"], packed)
    return {name: values[kept] for name, values in columns.items()}
