"""The answer key: what was put into the operator, beside its deliveries, never read by it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from ingestion.synthetic.answer_key_of_business import BusinessKey
from ingestion.synthetic.bookings import add_on_rows
from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.charges import charges
from ingestion.synthetic.faults import Fault
from ingestion.synthetic.files import Row, write_csv, write_json
from ingestion.synthetic.known_records import (
    KnownRecord,
    arrived_duplicates,
    record_rows,
)
from ingestion.synthetic.particular_tariffs import feature_rows
from ingestion.synthetic.people import NEVER
from ingestion.synthetic.people_files import unique_accounts
from ingestion.synthetic.switch_files import LOST, SwitchFile
from ingestion.synthetic.usage import UsageWriter
from ingestion.synthetic.world import World

RECORD_COLUMNS = (
    "delivery", "file", "line_no", "event_key", "faults", "is_duplicate", "is_conflict",
    "duplicate_of_delivery", "duplicate_of_file", "duplicate_of_line_no", "reversal_of",
)  # fmt: skip
PRICE_COLUMNS = ("delivery", "charge_id", "valid_from", "old_unit_price", "new_unit_price")
FEATURE_COLUMNS = ("feature", "charge_id")
ADD_ON_COLUMNS = (
    "delivery", "booking_id", "subscription_id", "plan_id", "units", "status", "valid_from",
    "valid_to",
)  # fmt: skip
PERSON_COLUMNS = ("subscription_id", "account_id", "holder_name", "holder_email", "numbers")
LATE_LINE_COLUMNS = ("subscription_id", "joined_on", "used_in_delivery", "known_in_delivery")
FILE_COLUMNS = (
    "file", "producer", "sequence", "local_day", "delivery", "is_late", "is_lost", "records",
    "malformed",
)  # fmt: skip


def write_answer_key(
    folder: Path,
    world: World,
    files: list[SwitchFile],
    usage: UsageWriter,
    changes: CatalogueChanges,
    business: BusinessKey,
) -> None:
    """Write key.json with arguments and counts, and one CSV per kind of knowledge."""
    known = usage.known_records()
    late_lines = late_line_rows(world)
    key = summary(world, files, known, changes, late_lines)
    booked = [{"delivery": delivery, **row} for delivery, _, row in add_on_rows(world)]
    key["business"] = business.counts() | {"add_ons": len(booked)}
    write_json(folder / "key.json", key)
    business.write(folder)
    write_csv(folder / "files.csv", [file_row(world, file) for file in files], FILE_COLUMNS)
    write_csv(folder / "records.csv", record_rows(known), RECORD_COLUMNS)
    write_csv(folder / "corrected_prices.csv", changes.corrected, PRICE_COLUMNS)
    write_csv(folder / "tariff_features.csv", feature_rows(charges()[0]), FEATURE_COLUMNS)
    write_csv(folder / "add_ons.csv", booked, ADD_ON_COLUMNS)
    write_csv(folder / "late_subscriptions.csv", late_lines, LATE_LINE_COLUMNS)
    write_csv(folder / "people.csv", person_rows(world), PERSON_COLUMNS)


def summary(
    world: World,
    files: list[SwitchFile],
    known: list[KnownRecord],
    changes: CatalogueChanges,
    late_lines: list[Row],
) -> dict[str, object]:
    """Arguments, fault rates and counts; counts are of records that arrive."""
    arguments = world.arguments
    arrived = [record for record in known if record.file.delivery != LOST]
    counts: dict[str, int] = {}
    for fault in Fault:
        counts[str(fault.name).lower()] = sum(fault in record.faults for record in arrived)
    duplicates = arrived_duplicates(known)
    lost = [file for file in files if file.delivery == LOST]
    late = [file for file in files if file.is_late]
    return {
        "version": 1,
        "arguments": {
            "subscribers": arguments.subscribers,
            "months": arguments.months,
            "seed": arguments.seed,
            "start": arguments.start.isoformat(),
            "events_per_day": arguments.events_per_day,
            "deliveries": arguments.deliveries,
        },
        "fault_rates": asdict(arguments.faults),
        "rates": asdict(arguments.rates),
        "counts": {
            "usage_records": sum(f.records for f in files if f.delivery != LOST),
            "usage_files": len(files) - len(lost),
            "empty_files": sum(file.is_empty for file in files),
            "lost_files": len(lost),
            "lost_records": sum(file.records for file in lost),
            "late_files": len(late),
            "late_records": sum(file.records for file in late),
            "malformed": sum(file.malformed for file in files),
            "duplicates": len(duplicates),
            "duplicate_conflicts": sum(
                known[at].quantity != first.quantity for at, first in duplicates.items()
            ),
            "late_subscriptions": len(late_lines),
            "corrected_prices": len(changes.corrected),
            "records_by_fault": counts,
        },
    }


def file_row(world: World, file: SwitchFile) -> Row:
    """Return one switch file and what befell it."""
    day = world.schedule.first_day.toordinal() + file.day
    return {
        "file": file.name,
        "producer": file.producer,
        "sequence": file.sequence,
        "local_day": world.schedule.first_day.fromordinal(day).isoformat(),
        "delivery": file.delivery or None,
        "is_late": file.is_late,
        "is_lost": file.delivery == LOST,
        "records": file.records,
        "malformed": file.malformed,
    }


def late_line_rows(world: World) -> list[Row]:
    """Return the subscriptions that were used before any load knew them."""
    rows: list[Row] = []
    for line in world.lines:
        if line.is_late:
            used = world.schedule.delivery_of_offset(line.joined_day)
            day = world.schedule.first_day.toordinal() + line.joined_day
            rows.append(
                {
                    "subscription_id": line.subscription_id,
                    "joined_on": world.schedule.first_day.fromordinal(day).isoformat(),
                    "used_in_delivery": used,
                    "known_in_delivery": used + 1,
                }
            )
    return rows


def person_rows(world: World) -> list[Row]:
    """Names, addresses and numbers that must be found nowhere but in the vault."""
    accounts = {a.account_id: a for a in unique_accounts(world.lines)}
    rows: list[Row] = []
    for line in world.lines:
        account = accounts[line.account.account_id]
        numbers = [line.number] + ([line.new_number] if line.number_day < NEVER else [])
        rows.append(
            {
                "subscription_id": line.subscription_id,
                "account_id": account.account_id,
                "holder_name": account.holder,
                "holder_email": account.email,
                "numbers": "|".join(f"+{number}" for number in numbers),
            }
        )
    return rows
