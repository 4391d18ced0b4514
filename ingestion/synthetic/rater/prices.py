"""What the biller knows of the catalogue after each delivery: zones, prices, allowances."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass

from ingestion.synthetic.behaviour import SERVICES
from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.files import Row
from ingestion.synthetic.money import millionths
from ingestion.synthetic.reference_files import opening_catalogue
from ingestion.synthetic.tariffs import PLANS

TABLES = {
    "destinations": ("destination_kind", "prefix"),
    "charges": ("charge_id",),
    "charge_tiers": ("charge_id",),
    "allowances": ("allowance_id",),
}


@dataclass(frozen=True)
class Tariff:
    """One price; money in millionths of the currency."""

    charge_id: str
    description: str
    service: str
    direction: str
    zone: str
    currency: str
    tax_code: str
    initial: int
    next: int
    rate_unit: int
    connect_fee: int
    unit_price: int


class Prices:
    """Answers as known after one delivery; days count from the first day of the world."""

    def __init__(self, changes: CatalogueChanges, first_day: dt.date, delivery: int) -> None:
        """Take in the opening catalogue and every change up to a delivery."""
        opening = opening_catalogue()
        self.rows: dict[str, dict[tuple[str, ...], list[tuple[int, Row]]]] = {}
        breaks: set[int] = set()
        for table, key in TABLES.items():
            known = self.rows[table] = {}
            arrived = list(opening[("catalogue", table)]) if delivery else []
            later = changes.rows.get(("catalogue", table), [])
            arrived += [row for n in range(1, delivery + 1) for m, _, row in later if m == n]
            for row in arrived:
                begins = (dt.date.fromisoformat(str(row["valid_from"])[:10]) - first_day).days
                known.setdefault(tuple(str(row[name]) for name in key), []).append((begins, row))
                breaks.add(begins)
        self.breaks = sorted(breaks)
        self.by_use: dict[tuple[str, str, str, str], list[str]] = {}
        for (charge_id,), versions in self.rows["charges"].items():
            row = versions[0][1]
            if row["charge_kind"] == "usage":
                names = ("plan_id", "service", "direction", "zone")
                plan, service, direction, zone = (str(row[name]) for name in names)
                self.by_use.setdefault((plan, service, direction, zone), []).append(charge_id)

    def interval(self, day: int) -> int:
        """Return which stretch without any change of the catalogue holds a day."""
        return bisect_right(self.breaks, day)

    def row(self, table: str, key: tuple[str, ...], day: int) -> Row | None:
        """Return the row in force on a day: the newest that covers it, if it is active."""
        for begins, row in reversed(self.rows[table].get(key, [])):
            if begins <= day:
                return row if row["status"] == "active" else None
        return None

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

    def tariff(self, plan: int, use: tuple[int, bool, int], band: str, day: int) -> Tariff | None:
        """Return the price of a use on a plan: one for its time band goes before one for any."""
        zone = self.zone(use, day)
        if zone is None:
            return None
        direction = "incoming" if use[1] else "outgoing"
        found: list[tuple[bool, Row, Row]] = []
        key = (PLANS[plan].plan_id, SERVICES[use[0]], direction, zone)
        for charge_id in self.by_use.get(key, []):
            charge = self.row("charges", (charge_id,), day)
            tier = self.row("charge_tiers", (charge_id,), day)
            if charge and tier and charge["time_band"] in (band, "any"):
                found.append((charge["time_band"] == band, charge, tier))
        if not found:
            return None
        _, charge, tier = max(found, key=lambda each: each[0])
        return Tariff(
            str(charge["charge_id"]), str(charge["description"]), str(charge["service"]),
            direction, zone, str(charge["currency"]), str(charge["tax_code"]),
            int(str(charge["initial_increment"])), int(str(charge["next_increment"])),
            int(str(charge["rate_unit"])), millionths(charge["connect_fee"]),
            millionths(tier["unit_price"]),
        )  # fmt: skip

    def grant(self, plan: int, service: str, zone: str, day: int) -> int | None:
        """Return what a plan includes of a service to a zone on a day, in its unit."""
        allowance_id = f"{PLANS[plan].plan_id}.{service}.{zone}"
        row = self.row("allowances", (allowance_id,), day)
        return int(str(row["quantity"])) if row else None

    def fee(self, plan: int, day: int) -> tuple[int, Row] | None:
        """Return (which version, row) of a plan's recurring charge on a day."""
        versions = self.rows["charges"][(f"{PLANS[plan].plan_id}.fee",)]
        for place in range(len(versions) - 1, -1, -1):
            begins, row = versions[place]
            if begins <= day:
                return (place, row) if row["status"] == "active" else None
        return None
