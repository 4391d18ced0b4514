"""Everything but usage: which rows each delivery brings, and their files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ingestion.synthetic import catalogue
from ingestion.synthetic.bookings import add_on_rows
from ingestion.synthetic.charges import charges as all_charges
from ingestion.synthetic.files import Row, write_csv
from ingestion.synthetic.people_files import DatedRow, PeopleRows
from ingestion.synthetic.schedule import Delivery
from ingestion.synthetic.world import World
from trunkline.contract import load_contract

Entity = tuple[str, str]


def people_rows(world: World) -> dict[Entity, list[DatedRow]]:
    """Return the dated rows of the billing system."""
    builder = PeopleRows(world.schedule)
    lines = world.lines
    return {
        ("billing", "accounts"): builder.accounts(lines),
        ("billing", "subscriptions"): builder.subscriptions(lines),
        ("billing", "number_history"): builder.number_history(lines),
        ("billing", "add_ons"): add_on_rows(world),
        ("billing", "one_time_charges"): builder.one_time_charges(world.arguments, lines),
    }


def opening_catalogue() -> dict[Entity, list[Row]]:
    """Return the catalogue as the first delivery brings it."""
    charges, tiers = all_charges()
    return {
        ("catalogue", "plans"): catalogue.plans(),
        ("catalogue", "charges"): charges,
        ("catalogue", "charge_tiers"): tiers,
        ("catalogue", "allowances"): catalogue.allowances(),
        ("catalogue", "destinations"): catalogue.destinations(),
        ("catalogue", "time_bands"): catalogue.time_bands(),
        ("catalogue", "holidays"): catalogue.holidays(),
        ("catalogue", "taxes"): catalogue.taxes(),
        ("catalogue", "usage_limits"): catalogue.usage_limits(),
        ("catalogue", "usage_alerts"): catalogue.usage_alerts(),
    }


def delivery_rows(
    world: World, delivery: Delivery, changes: dict[Entity, list[DatedRow]]
) -> dict[Entity, list[Row]]:
    """Return all reference rows of one delivery, by entity; entities without rows are left out."""
    days = (delivery.end_day - delivery.first_day).days
    dates = [delivery.first_day + dt.timedelta(days=d) for d in range(days)]
    rows = opening_catalogue() if delivery.number == 1 else {}
    rows[("catalogue", "currencies")] = catalogue.currencies()
    rows[("catalogue", "exchange_rates")] = catalogue.exchange_rates(dates, world.arguments.seed)
    rows[("network", "cells")] = world.network.export(
        delivery.number, world.schedule.last_number, world.schedule.first_day
    )
    for entity, dated in changes.items():
        found = [row for number, _, row in dated if number == delivery.number]
        if found:
            rows.setdefault(entity, []).extend(found)
    return rows


def write_reference(folder: Path, delivery: Delivery, rows: dict[Entity, list[Row]]) -> None:
    """Write one file per entity below `folder`/landing, with every column of its contract."""
    contract = load_contract()
    for (source, entity), entity_rows in rows.items():
        name = f"{entity}_{delivery.name}.csv"
        columns = [column.name for column in contract.entity(source, entity).columns]
        write_csv(folder / "landing" / source / entity / name, entity_rows, columns)
