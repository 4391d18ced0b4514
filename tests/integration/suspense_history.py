"""A small operator whose usage lacks one thing each, and what becomes of it, load by load."""

from __future__ import annotations

import csv

import duckdb

from tests.homes import usage_file, usage_line
from tests.integration.operator_history import Home

ALWAYS = {"status": "active", "valid_from": "2020-01-01T00:00:00+09:00", "valid_to": ""}
KNOWN, STOPPED, ONCE = "+821010000001", "+821010000002", "+821010000003"
LATER, GIVEN_UP = "+821010000008", "+821010000009"
# record number -> what makes it special; load 1 lands at midnight UTC of 11 January
FIRST = {
    1: {},
    2: {"charged_party": LATER},
    3: {"charged_party": ONCE},
    4: {"charged_party": STOPPED},
    5: {"other_party": "+441632960000"},
    6: {"service": "sms", "quantity": "1", "unit": "message"},
    7: {"quantity": "90000"},
    8: {"started_at": "2026-01-13T21:00:00+09:00"},
    9: {"quantity": "95000"},
    10: {"started_at": "2026-01-11T09:15:00+09:00"},
    11: {"charged_party": GIVEN_UP},
    12: {"reversal_of": "MSC01:R999:0"},
    13: {"started_at": "2031-01-01T00:00:00+09:00", "quantity": "99999"},
    14: {"charged_party": GIVEN_UP, "started_at": "2026-01-11T09:15:00.000001+09:00"},
}


def write(home: Home, source: str, entity: str, rows: list[dict[str, object]]) -> None:
    """Put a CSV file of some rows into landing."""
    folder = home.folder / "landing" / source / entity
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{entity}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_usage(home: Home, sequence: int, records: dict[int, dict[str, str]]) -> None:
    """Put a usage file of the switch into landing; every call is one of 61 seconds at home."""
    folder = home.folder / "landing" / "mediation" / "usage_events"
    folder.mkdir(parents=True, exist_ok=True)
    usual = {"charged_party": KNOWN, "other_party": "+821020000000"}
    lines = [usage_line(number, **(usual | fields)) for number, fields in records.items()]
    (folder / f"usage_MSC01_{sequence:06d}.csv").write_text(usage_file(lines), encoding="utf-8")


def subscriber(place: int, number: str, **dates: str) -> dict[str, list[dict[str, object]]]:
    """A number, its subscription on the one plan, and its account."""
    return {
        "accounts": [
            {"account_id": f"A-{place}", "holder_name": f"Holder {place}", "holder_email": "",
             "segment": "consumer", "region": "seoul", "bill_cycle_day": 1, "currency": "KRW",
             **ALWAYS}
        ],
        "subscriptions": [
            {"subscription_id": f"S-{place}", "account_id": f"A-{place}", "plan_id": "plan",
             **ALWAYS, **({"status": "suspended"} if number == STOPPED else {})}
        ],
        "number_history": [{"number": number, "subscription_id": f"S-{place}", **ALWAYS, **dates}],
    }  # fmt: skip


def write_people(home: Home, *people: dict[str, list[dict[str, object]]]) -> None:
    """Put the files of some subscribers into landing."""
    for entity in ("accounts", "subscriptions", "number_history"):
        write(home, "billing", entity, [row for each in people for row in each[entity]])


def charge(service: str) -> dict[str, object]:
    """A usage charge of the plan at home."""
    return {
        "charge_id": service, "plan_id": "plan", "charge_kind": "usage", "description": service,
        "service": service, "direction": "outgoing", "zone": "home", "time_band": "any",
        "initial_increment": 1, "next_increment": 1, "rate_unit": 1, "connect_fee": 0,
        "amount": "", "currency": "KRW", "tax_code": "vat", **ALWAYS,
    }  # fmt: skip


def tier(service: str, price: str) -> dict[str, object]:
    """Its price."""
    return {"charge_id": service, "from_quantity": 0, "unit_price": price, **ALWAYS}


def destination(prefix: str) -> dict[str, object]:
    """A prefix that leads home."""
    return {"destination_kind": "number", "prefix": prefix, "zone": "home", "name": prefix,
            **ALWAYS}  # fmt: skip


def deliver_first(home: Home) -> None:
    """What load 1 holds: one plan with a price for calls, three numbers, 14 records."""
    write(home, "catalogue", "plans", [
        {"plan_id": "plan", "name": "Plan", "line_type": "handset", "currency": "KRW", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "charges", [charge("voice")])
    write(home, "catalogue", "charge_tiers", [tier("voice", "2")])
    write(home, "catalogue", "destinations", [destination("8210"), destination("8220")])
    write(home, "catalogue", "taxes", [
        {"tax_code": "vat", "name": "VAT", "rate": "0.1", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "currencies", [{"currency": "KRW", "name": "won", "decimals": 0}])
    write_people(
        home,
        subscriber(1, KNOWN),
        subscriber(2, STOPPED),
        subscriber(3, ONCE, valid_to="2026-01-03T00:00:00+09:00"),
    )
    write_usage(home, 1, FIRST)


def deliver_people(home: Home) -> None:
    """What load 4 holds: the subscribers that were unknown, and one call that is plain."""
    write_people(home, subscriber(8, LATER), subscriber(9, GIVEN_UP))
    write_usage(home, 2, {21: {}})


def deliver_the_rest(home: Home) -> None:
    """What load 6 holds: the rest of what was lacking, and a limit above what calls hold."""
    write(home, "catalogue", "charges", [charge("sms")])
    write(home, "catalogue", "charge_tiers", [tier("sms", "10")])
    write(home, "catalogue", "destinations", [destination("44")])
    write(home, "catalogue", "usage_limits", [
        {"service": "voice", "largest_quantity": 92000, "clock_tolerance_seconds": 0, **ALWAYS}
    ])  # fmt: skip
    rows = [{**subscriber(2, STOPPED)["subscriptions"][0], "status": "active"}]
    write(home, "billing", "subscriptions", rows)
    write(home, "billing", "number_history", subscriber(3, ONCE)["number_history"])
    write_usage(home, 3, {31: {"quantity": "92000"}, 32: {"quantity": "92001"}})


def numbers_of(home: Home) -> dict[int, int]:
    """Event number of each record number, from the lake."""
    files = home.folder / "lake" / "mediation" / "usage_events" / "load=*" / "*.parquet"
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select cast(string_split(event_key, ':')[2][2:] as integer), "
            "load * 8796093022208 + file_no::bigint * 536870912 + line_no "
            f"from read_parquet('{files}', hive_partitioning = true) where load > 0"
        ).fetchall()
    return dict(rows)
