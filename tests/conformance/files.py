"""Writing the files of the contract: those of one load, of all cases together."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from tests.conformance.admissible import check_values
from tests.conformance.catalogue_rows import catalogue_rows
from tests.conformance.customer_rows import UNITS, customer_rows, event_row
from tests.conformance.fields import NotUnderstoodError
from tests.conformance.naming import CURRENCIES, CaseFiles, Row, Rows, always, producer, text_of

LARGEST_QUANTITY = 10**13
"""What the contract accepts at most: in however fine a unit, no quantity is implausible."""


def check(case: CaseFiles) -> None:
    """Raise NotUnderstoodError where the scenario cannot be written."""
    for load in range(1, case.loads + 1):
        check_values(rows_of(case, load))
    is_timed = bool(case.scenario.bands) or any(charge.valid_to for charge in case.scenario.charges)
    is_voice = any(event.service == "voice" for event in case.scenario.events)
    if is_timed and is_voice and case.quantity_digits:
        raise NotUnderstoodError("seconds with decimals cannot be cut by time bands")


def write_load(cases: Iterable[CaseFiles], load: int, landing: Path) -> int:
    """Write the files of one load of every case; returns how many events it has."""
    tables: dict[str, list[Row]] = {}
    for case in cases:
        for entity, row in rows_of(case, load):
            tables.setdefault(entity, []).append(row)
    if load == 1:
        tables["catalogue/currencies"] = [
            {"currency": code, "name": f"{place} decimals", "decimals": place}
            for place, code in enumerate(CURRENCIES)
        ]
        tables["catalogue/usage_limits"] = [
            {
                "service": service,
                "largest_quantity": LARGEST_QUANTITY,
                "clock_tolerance_seconds": 0,
                **always(),
            }
            for service in UNITS
        ]
    for entity, rows in tables.items():
        folder = landing / entity
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{entity.split('/')[1]}_{load}.csv"
        if entity == "mediation/usage_events":
            # a switch of its own for each load: its volume is compared with no earlier one
            name = f"usage_{producer(load)}_1.csv"
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows({name: text_of(value) for name, value in row.items()} for row in rows)
    return len(tables.get("mediation/usage_events", ()))


def rows_of(case: CaseFiles, load: int) -> Rows:
    """The rows that a case gives to the files of a load."""
    if load == 1:
        yield from catalogue_rows(case)
        yield from customer_rows(case)
    for event in case.scenario.events:
        if event.load == load:
            yield "mediation/usage_events", event_row(case, event)
