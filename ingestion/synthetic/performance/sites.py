"""The sites whose counters are exported, and what becomes of their cells over two years."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ingestion.synthetic.behaviour import MACHINES
from ingestion.synthetic.network import CELLS_PER_SITE
from ingestion.synthetic.random_numbers import Array, Stream
from ingestion.synthetic.world import World

MILLION = 1_000_000
HORIZON_DAYS = 730
# A cell is full when its busy hour uses this share of its blocks (in millionths).
FULL = 800_000
MOST_SITES = 80
GROWTH = (0, 80_000, 160_000, 420_000)
"""By how much the busy hour of the four kinds of sites grows in a year, at least."""


@dataclass
class Cell:
    """A measured cell and its fate; shares are in millionths, days count from the first."""

    index: int
    cell_id: str
    site_id: str
    technology: str
    busy_share: int
    """Share of blocks used in the busy hour of an ordinary day at the opening."""
    growth: int
    """By how much that share grows in a year, of itself."""
    fails_from: int | None = None
    """Day from which it slowly fails, if it does."""

    @property
    def runs_out_on(self) -> int | None:
        """First day on which the busy hour is full, if within two years of the opening."""
        if self.busy_share >= FULL:
            return 0
        if self.growth == 0:
            return None
        missing = FULL * MILLION // self.busy_share - MILLION
        day = -(-missing * 365 // self.growth)
        return day if day < HORIZON_DAYS else None


@dataclass
class Radio:
    """The measured cells, and the lines that live in each."""

    cells: list[Cell]
    home: Array
    """Index of the home cell of each line at the opening (of all cells, measured or not)."""
    lines: dict[int, list[int]] = field(default_factory=dict)
    """Cell index → people's lines at home there."""


def home_cells(world: World) -> Array:
    """Return the cell in which each line uses the network most (as Traffic.cells draws it)."""
    line = np.arange(len(world.lines))
    first, count = world.cell_first[world.region], world.cell_count[world.region]
    home: Array = first + (line * 2_654_435_761 >> 7) % count
    return home


def make_radio(world: World) -> Radio:
    """Choose the sites with most homes and draw how full their cells are and become."""
    stream = Stream(world.arguments.seed, "radio")
    home = home_cells(world)
    people = np.flatnonzero(~MACHINES[world.profile])
    lines: dict[int, list[int]] = {}
    for line in people.tolist():
        lines.setdefault(int(home[line]), []).append(line)
    homes = np.bincount(home[people] // CELLS_PER_SITE, minlength=len(world.network.cells) // 3)
    wanted = min(MOST_SITES, 4 + world.arguments.subscribers // 120, len(homes))
    sites = sorted(np.argsort(-homes, kind="stable")[:wanted].tolist())
    # One site in four is nearly full and grows fast, one in four does not grow at all.
    kinds = np.argsort(stream.words(len(sites)), kind="stable") % len(GROWTH)
    cells: list[Cell] = []
    for site, kind in zip(sites, kinds.tolist(), strict=True):
        for sector in range(CELLS_PER_SITE):
            index = site * CELLS_PER_SITE + sector
            row = world.network.cells[index]
            growth = GROWTH[kind] + stream.integer(60_000) * (kind > 0)
            share = busy_share(stream, is_fast=kind == len(GROWTH) - 1, is_fullest=sector == 0)
            cells.append(
                Cell(
                    index,
                    str(row["cell_id"]),
                    str(row["site_id"]),
                    str(row["technology"]),
                    share,
                    growth,
                )
            )
    return Radio(cells, home, lines)


def busy_share(stream: Stream, *, is_fast: bool, is_fullest: bool) -> int:
    """Return how full a cell's busy hour is at the opening, in millionths.

    Most cells stand between a third and a half. Of a site that grows fast one sector is nearly
    full: it runs out within months, its neighbours within two years.
    """
    if not is_fast:
        return 270_000 + stream.integer(230_000)
    return 775_000 + stream.integer(24_000) if is_fullest else 480_000 + stream.integer(230_000)


def let_some_fail(world: World, radio: Radio, rate: float) -> None:
    """Choose cells with homes that slowly fail, from a day in the middle of the world."""
    stream = Stream(world.arguments.seed, "failing_cells")
    inhabited = [c for c in radio.cells if c.index in radio.lines]
    count = min(len(inhabited), max(1, round(rate * len(radio.cells)))) if rate > 0 else 0
    days = world.schedule.day_count
    for chosen in stream.sample(len(inhabited), count):
        inhabited[chosen].fails_from = days // 8 + stream.integer(max(1, days // 2))
