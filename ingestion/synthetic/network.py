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

    def export(self, number: int, last: int, opening: dt.date) -> list[Row]:
        """Return the complete export of delivery `number` of `last`; `opening` is the first day.

        Each later delivery has one new site more, and the last lacks a site that was taken down;
        neither carries traffic.
        """
        cells = list(self.cells)
        if number < last:
            cells += site_cells("SEO2-0000", "seoul", dt.date(2011, 3, 1), "3g")
        for new in range(2, number + 1):
            region = REGIONS[new % len(REGIONS)]
            on_air = opening + dt.timedelta(days=new)
            cells += site_cells(f"NEW{region.area_code}-{new:04d}", region.code, on_air, "5g")
        return cells


def site_cells(site_id: str, region: str, on_air: dt.date, technology: str) -> list[Row]:
    """Return the cells of one site in the middle of its region."""
    place = next(each for each in REGIONS if each.code == region)
    return [
        {
            "cell_id": f"{site_id}-{sector}",
            "site_id": site_id,
            "technology": technology,
            "region": region,
            "area_class": "urban",
            "latitude": f"{place.latitude:.6f}",
            "longitude": f"{place.longitude:.6f}",
            "on_air_date": on_air.isoformat(),
        }
        for sector in range(1, CELLS_PER_SITE + 1)
    ]


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
            for cell in site_cells(site_id, region.code, on_air, "4g"):
                cells.append(
                    cell
                    | {
                        "technology": TECHNOLOGIES[stream.integer(len(TECHNOLOGIES))],
                        "area_class": "urban" if is_urban else "rural",
                        "latitude": f"{latitude:.6f}",
                        "longitude": f"{longitude:.6f}",
                    }
                )
        count.append(len(cells) - first[-1])
    return Network(cells, first, count)
