"""Links between sites and the core, and trunk groups to other operators, by the hour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingestion.synthetic.behaviour import HOURS
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import HOUR
from ingestion.synthetic.performance.counters import BLOCKS_A_SECOND, BYTES_A_BLOCK
from ingestion.synthetic.performance.sites import MILLION, Cell, Radio
from ingestion.synthetic.random_numbers import Array, Stream, mixed
from ingestion.synthetic.world import World

CORES = ("CORE-SEO", "CORE-BUS")
TRUNK_GROUPS = (("TG-PSTN-1", 300), ("TG-INTL-1", 90))
STEP = 100_000_000
"""Backhaul is bought in steps of so many bits a second."""
CALL_SECONDS = 95


@dataclass(frozen=True)
class Link:
    """One link; backhaul has a site, a trunk group circuits."""

    link_id: str
    kind: str
    begins: str
    ends: str
    capacity: int | None = None
    circuits: int | None = None
    cells: tuple[int, ...] = ()
    """Places of its cells among the measured ones."""


def make_links(world: World, radio: Radio) -> list[Link]:
    """Give each measured site a backhaul link that fits its cells more or less closely."""
    stream = Stream(world.arguments.seed, "links")
    sites: dict[str, list[int]] = {}
    for place, cell in enumerate(radio.cells):
        sites.setdefault(cell.site_id, []).append(place)
    links = []
    for number, (site, places) in enumerate(sorted(sites.items())):
        busiest = sum(busy_bits(radio.cells[n]) for n in places)
        wanted = busiest * (150 + stream.integer(150)) // 100
        capacity = -(-wanted // STEP) * STEP
        core = CORES[number % 2]
        links.append(Link(f"BH-{site}", "backhaul", site, core, capacity, cells=tuple(places)))
    total = sum(link.capacity or 0 for link in links)
    links.append(Link("CORE-1", "core", *CORES, capacity=-(-total // STEP) * STEP))
    for name, circuits in TRUNK_GROUPS:
        links.append(Link(name, "trunk_group", CORES[0], "INTERCONNECT", circuits=circuits))
    return links


def busy_bits(cell: Cell) -> int:
    """Return the bits a second of a cell's busy hour at the opening."""
    blocks = BLOCKS_A_SECOND[cell.technology] * cell.busy_share // MILLION
    return blocks * BYTES_A_BLOCK[cell.technology] * 8


def link_row(link: Link) -> Row:
    """Return the row of a link."""
    return {
        "link_id": link.link_id,
        "kind": link.kind,
        "from_site_id": link.begins,
        "to_site_id": link.ends,
        "capacity_bits_per_second": link.capacity,
        "circuits": link.circuits,
        "in_service_date": "2019-05-02",
    }


class LinkCounters:
    """Computes link_hours from the counters of the cells behind each link."""

    def __init__(self, world: World, links: list[Link]) -> None:
        """The trunk groups follow the hours of the day alone."""
        self.world, self.links = world, links
        shapes = np.array(HOURS[:2], dtype=np.int64)
        self.shapes = shapes * MILLION // shapes.max()

    def span(self, cells: dict[str, Array]) -> dict[str, Array]:
        """Return the columns of link_hours for the hours of some cells' counters, link by link."""
        hours = len(cells["hour"]) // (int(np.unique(cells["cell"]).size) or 1)
        table = {
            name: values.reshape(-1, hours) for name, values in cells.items() if name != "cell"
        }
        parts = [self.of_link(n, link, table) for n, link in enumerate(self.links)]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def of_link(self, number: int, link: Link, cells: dict[str, Array]) -> dict[str, Array]:
        """Return the columns of one link."""
        hour = cells["hour"][0]
        noise = (mixed(hour * 8191 + number * 104_729) >> np.uint64(40)).astype(np.int64)
        chosen = list(link.cells) or slice(None)
        sent = cells["downlink_bytes"][chosen].sum(axis=0)
        received = cells["uplink_bytes"][chosen].sum(axis=0)
        available = np.full(len(hour), HOUR)
        planned = np.zeros(len(hour), dtype=np.int64)
        attempts = blocked = occupied = np.full(len(hour), -1)
        if link.kind == "backhaul":
            available = cells["available_seconds"][link.cells[0]]
            planned = cells["planned_outage_seconds"][link.cells[0]]
        if link.circuits is not None:
            day = hour // 24
            shape = self.shapes[self.world.is_day_off[day].astype(np.int8), hour % 24]
            offered = link.circuits * shape // MILLION * (780_000 + noise % 200_000) // MILLION
            attempts = offered * HOUR // CALL_SECONDS
            # Near its circuits a group loses calls; far from them none.
            crowd = np.maximum(offered * MILLION // link.circuits - 850_000, 0)
            blocked = attempts * crowd // (4 * MILLION)
            occupied = (attempts - blocked) * CALL_SECONDS
            sent = received = occupied * 8_000
        peak = np.maximum(sent, received) * 8 // HOUR * 13 // 10
        if link.capacity is not None:
            peak = np.minimum(peak, link.capacity)
        return {
            "link": np.full(len(hour), number),
            "hour": hour,
            "available_seconds": available,
            "planned_outage_seconds": planned,
            "sent_bytes": sent,
            "received_bytes": received,
            "peak_bits_per_second": peak,
            "errored_seconds": np.where(noise % 97 == 0, noise % 40, 0),
            "call_attempts": attempts,
            "calls_blocked": blocked,
            "occupied_seconds": occupied,
        }
