"""Outages of measured sites and planned work at them."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.outbox import DAY, HOUR, MINUTE, Outbox, clock
from ingestion.synthetic.performance.sites import Cell, Radio
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.world import World

CAUSES = ("power", "fibre_cut", "hardware", "software", "weather")
NOTES = {
    "power": "Mains lost; batteries held for a while.\nGenerator brought, mains back.",
    "fibre_cut": "굴착 공사로 광케이블 절단.\n임시 우회 후 접속 완료 ✅",
    "hardware": 'Board "RRU-2" replaced; alarms clear.',
    "software": "Restart after a fault, patch ordered.\nNo data lost.",
    "weather": "강풍으로 안테나 방향 틀어짐, 재정렬함.",
    "planned_work": "Planned work: new software, one sector after the other.",
}


@dataclass(frozen=True)
class Outage:
    """One outage of all measured cells of a site, [began, ended) in seconds since 1970."""

    outage_id: str
    site_id: str
    cells: tuple[Cell, ...]
    cause: str
    severity: str
    is_planned: bool
    began: int
    ended: int

    def is_open_at(self, export: int) -> bool:
        """Return whether an export tells that it began and not that it ended."""
        return self.began + MINUTE < export <= self.ended + MINUTE


Drawn = tuple[int, int, str, str, bool]
"""(began, seconds, site, cause, is it planned)."""


def make_outages(world: World, radio: Radio, a_site_month: float, start: int) -> list[Outage]:
    """Draw outages by time: `a_site_month` unplanned ones a site and month, half as many works.

    The last of them is still open at the end.
    """
    stream = Stream(world.arguments.seed, "outages")
    sites: dict[str, list[Cell]] = {}
    for cell in radio.cells:
        sites.setdefault(cell.site_id, []).append(cell)
    names = sorted(sites)
    months = world.schedule.day_count / 30
    drawn: list[Drawn] = []
    unplanned = max(2, round(a_site_month * len(names) * months)) if a_site_month else 0
    for _ in range(unplanned):
        day, second = stream.integer(world.schedule.day_count), stream.integer(DAY)
        length = 5 * MINUTE + stream.integer(90 * MINUTE) * (1 + stream.integer(4))
        cause = CAUSES[stream.choose([30, 20, 25, 15, 10])]
        site = names[stream.integer(len(names))]
        drawn.append((start + day * DAY + second, length, site, cause, False))
    for _ in range(unplanned // 2):
        night = start + stream.integer(world.schedule.day_count) * DAY + 2 * HOUR
        site = names[stream.integer(len(names))]
        drawn.append((night, HOUR + stream.integer(90) * MINUTE, site, "planned_work", True))
    if drawn:
        last = open_at_the_end(stream, world, names, start)
        # At its site nothing else is out at the end.
        drawn = [d for d in drawn if d[2] != last[2] or d[0] + d[1] + HOUR < last[0]] + [last]
    outages: list[Outage] = []
    free_from: dict[str, int] = {}
    for began, length, site, cause, is_planned in sorted(drawn):
        # One at a time at a site: two at once would be one.
        if began < free_from.get(site, 0):
            continue
        free_from[site] = began + length + HOUR
        severity = "total" if is_planned or stream.integer(3) else "partial"
        outages.append(
            Outage(
                f"OUT-{len(outages) + 1:06d}", site, tuple(sites[site]), cause, severity,
                is_planned, began, began + length,
            )
        )  # fmt: skip
    return outages


def open_at_the_end(stream: Stream, world: World, names: list[str], start: int) -> Drawn:
    """Draw an outage of the last evening whose end comes after the last export."""
    midnight = start + world.schedule.day_count * DAY
    began = midnight - HOUR - stream.integer(5 * HOUR)
    length = midnight - began + 10 * HOUR + stream.integer(8 * HOUR)
    return began, length, names[stream.integer(len(names))], "fibre_cut", False


def send_outages(outages: list[Outage], outbox: Outbox) -> None:
    """Export each outage when it opens and again when it is closed, for the site and its cells."""
    for outage in outages:
        elements = [("site", outage.site_id)]
        elements += [("cell", cell.cell_id) for cell in outage.cells]
        for kind, element in elements:
            row: dict[str, object] = {
                "outage_id": outage.outage_id,
                "element_kind": kind,
                "element_id": element,
                "cause": outage.cause,
                "severity": outage.severity,
                "is_planned": "true" if outage.is_planned else "false",
                "status": "open",
                "began_at": clock(outage.began),
                "note": NOTES[outage.cause] if kind == "site" else None,
                "changed_at": clock(outage.began + MINUTE),
            }
            outbox.add("network", "outages", outage.began + MINUTE, row)
            closed = row | {
                "status": "closed",
                "ended_at": clock(outage.ended),
                "changed_at": clock(outage.ended + MINUTE),
            }
            outbox.add("network", "outages", outage.ended + MINUTE, closed)
