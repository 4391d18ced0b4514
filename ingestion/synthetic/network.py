"""Radio cells: sites spread over the regions by population, three cells a site."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingestion.synthetic.files import Row
from ingestion.synthetic.places import REGIONS
from ingestion.synthetic.random_numbers import Stream

CELLS_PER_SITE = 3
TECHNOLOGIES = ("3g", "4g", "4g", "4g", "5g", "5g")


@dataclass(frozen=True)
class Network:
    """All cells; those of region r are cells[first[r] : first[r] + count[r]]."""

    cells: list[Row]
    first: list[int]
    count: list[int]


def make_network(seed: int, subscribers: int, start: dt.date) -> Network:
    """Cells in number with the lines; each region has at least one site."""
    stream = Stream(seed, "network")
    sites = 40 + subscribers // 10
    cells: list[Row] = []
    first: list[int] = []
    count: list[int] = []
    for region in REGIONS:
        first.append(len(cells))
        for site in range(max(1, sites * region.weight // 100)):
            site_id = f"{region.code[:3].upper()}{region.area_code}-{site + 1:04d}"
            latitude = region.latitude + (stream.integer(4000) - 2000) / 10_000
            longitude = region.longitude + (stream.integer(4000) - 2000) / 10_000
            is_urban = stream.integer(100) < 70
            on_air = start - dt.timedelta(days=30 + stream.integer(3000))
            for sector in range(1, CELLS_PER_SITE + 1):
                cells.append(
                    {
                        "cell_id": f"{site_id}-{sector}",
                        "site_id": site_id,
                        "technology": TECHNOLOGIES[stream.integer(len(TECHNOLOGIES))],
                        "region": region.code,
                        "area_class": "urban" if is_urban else "rural",
                        "latitude": f"{latitude:.6f}",
                        "longitude": f"{longitude:.6f}",
                        "on_air_date": on_air.isoformat(),
                    }
                )
        count.append(len(cells) - first[-1])
    return Network(cells, first, count)
