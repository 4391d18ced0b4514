"""What the biller knows of the catalogue after each delivery: zones, prices, allowances."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.synthetic.behaviour import SERVICES
from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.files import Row
from ingestion.synthetic.rater.tariff import Tariff, tariff_of
from ingestion.synthetic.reference_files import opening_catalogue
from ingestion.synthetic.tariffs import PLANS

TABLES = {
    "destinations": ("destination_kind", "prefix"),
    "charges": ("charge_id",),
    "allowances": ("allowance_id",),
}
Key = tuple[str, ...]
TierSet = list[Row]
"""The tiers that one delivery gives a charge from one day on, by where they begin."""


@dataclass(frozen=True)
class Grant:
    """What one allowance gives in a period, or as long as its booking."""

    plan_id: str
    bucket_id: str
    quantity: int
    priority: int
    is_shared: bool
    is_lasting: bool


class Prices:
    """Answers as known after one delivery; days count from the first day of the world."""

    def __init__(self, changes: CatalogueChanges, first_day: dt.date, delivery: int) -> None:
        """Take in the opening catalogue and every change up to a delivery."""
        opening = opening_catalogue()
        self.rows: dict[str, dict[Key, list[tuple[int, Row]]]] = {}
        self.tiers: dict[str, list[tuple[int, TierSet]]] = {}
        breaks: set[int] = set()

        def arrived(table: str) -> Iterator[tuple[int, int, Row]]:
            """(delivery, first day, row) in order of arrival."""
            later = changes.rows.get(("catalogue", table), [])
            rows = [(1, row) for row in opening[("catalogue", table)] if delivery]
            rows += [(n, row) for n in range(1, delivery + 1) for m, _, row in later if m == n]
            for number, row in rows:
                begins = (dt.date.fromisoformat(str(row["valid_from"])[:10]) - first_day).days
                breaks.add(begins)
                yield number, begins, row

        for table, key in TABLES.items():
            known = self.rows[table] = {}
            for _, begins, row in arrived(table):
                known.setdefault(tuple(str(row[name]) for name in key), []).append((begins, row))
        sets: dict[tuple[str, int, int], TierSet] = {}
        for number, begins, row in arrived("charge_tiers"):
            charge_id = str(row["charge_id"])
            if (charge_id, number, begins) not in sets:
                tiers = sets[charge_id, number, begins] = []
                self.tiers.setdefault(charge_id, []).append((begins, tiers))
            sets[charge_id, number, begins].append(row)
        self.breaks = sorted(breaks)
        self.found: dict[tuple[int, str, str, str, str, int], Tariff | None] = {}
        self.by_use: dict[tuple[str, str, str, str], list[str]] = {}
        for (charge_id,), versions in self.rows["charges"].items():
            row = versions[0][1]
            if row["charge_kind"] == "usage":
                names = ("plan_id", "service", "direction", "zone")
                plan, service, direction, zone = (str(row[name]) for name in names)
                self.by_use.setdefault((plan, service, direction, zone), []).append(charge_id)

        self.by_included: dict[Key, list[str]] = {}
        for (allowance_id,), versions in self.rows["allowances"].items():
            row = versions[0][1]
            use = (row["service"], row["direction"] or "outgoing", row["zone"])
            key = tuple(str(name) for name in (row["plan_id"], *use))
            self.by_included.setdefault(key, []).append(allowance_id)

    def interval(self, day: int) -> int:
        """Return which stretch without any change of the catalogue holds a day."""
        return bisect_right(self.breaks, day)

    def row(self, table: str, key: Key, day: int) -> Row | None:
        """Return the row in force on a day: the newest that covers it, if it is active."""
        place = newest(self.rows[table].get(key, []), day)
        row = self.rows[table][key][place][1] if place >= 0 else None
        return row if row and row["status"] == "active" else None

    def zone(self, use: tuple[int, bool, int], day: int) -> str | None:
        """Return where a use leads, by its longest prefix."""
        service, _, destination = use
        if destination == 0:
            kind, value = "service", SERVICES[service]
        elif destination < 0:
            kind, value = "network", str(-destination)
        else:
            kind, value = "number", str(destination)
        for length in range(len(value), 0, -1):
            row = self.row("destinations", (kind, value[:length]), day)
            if row is not None:
                return str(row["zone"])
        return None

    def tariff(
        self, plan: int, service: str, direction: str, zone: str, band: str, day: int
    ) -> Tariff | None:
        """Return the price of a use on a plan: one for its time band goes before one for any."""
        asked = (plan, service, direction, zone, band, self.interval(day))
        if asked not in self.found:
            self.found[asked] = self.tariff_on(*asked[:-1], day)
        return self.found[asked]

    def tariff_on(
        self, plan: int, service: str, direction: str, zone: str, band: str, day: int
    ) -> Tariff | None:
        """Look the same up."""
        best: tuple[str, int, int] | None = None
        for charge_id in self.by_use.get((PLANS[plan].plan_id, service, direction, zone), []):
            versions, sets = self.rows["charges"][(charge_id,)], self.tiers.get(charge_id, [])
            places = newest(versions, day), newest(sets, day)
            if min(places) < 0 or versions[places[0]][1]["status"] != "active":
                continue
            own = versions[places[0]][1]["time_band"]
            if own == band or (own == "any" and best is None):
                best = (charge_id, *places)
        if best is None:
            return None
        charge_id, version, tier_set = best
        charge = self.rows["charges"][(charge_id,)][version][1]
        return tariff_of(charge, self.tiers[charge_id][tier_set][1], (version, tier_set))

    def grants(self, plan_id: str, use: tuple[str, str, str], day: int) -> list[Grant]:
        """Return what a plan includes of (service, direction, zone) on a day."""
        found = []
        for allowance_id in self.by_included.get((plan_id, *use), []):
            row = self.row("allowances", (allowance_id,), day)
            if row is not None:
                found.append(
                    Grant(
                        plan_id, str(row["bucket_id"] or allowance_id), int(str(row["quantity"])),
                        int(str(row["priority"] or 100)), row["sharing"] == "account",
                        row["balance_period"] == "validity",
                    )
                )  # fmt: skip
        return found

    def fee(self, plan: int, day: int) -> tuple[int, Row] | None:
        """Return (which version, row) of a plan's recurring charge on a day."""
        versions = self.rows["charges"][(f"{PLANS[plan].plan_id}.fee",)]
        place = newest(versions, day)
        if place < 0 or versions[place][1]["status"] != "active":
            return None
        return place, versions[place][1]


def newest(versions: Sequence[tuple[int, object]], day: int) -> int:
    """Return the place of the last of some versions that has begun by a day; -1 without one."""
    return max((place for place, (begins, _) in enumerate(versions) if begins <= day), default=-1)
