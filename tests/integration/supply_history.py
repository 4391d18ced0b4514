"""A small operator whose calls others carry, in three loads, with every figure worked out by hand.

Customers pay 5 a second abroad (of each line 40 seconds to Japan are free), 2 at home. Carrier A
charges whole minutes at 120 to Japan, 10 a call and 7 an attempt; to China 1 a second. From noon
UTC of 15 January China costs 1 more on either leg. Carrier B charges 0.01 dollars a second, and
says so only with load 2.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.homes import usage_record

Row = dict[str, Any]

ALWAYS = {"status": "active", "valid_from": "2020-01-01T00:00:00Z", "valid_to": ""}
NOON = "2026-01-15T12:00:00Z"
KNOWN, LATER = "+821010000001", "+821010000002"
JAPAN, CHINA, GERMANY, HOME = "+81312340000", "+861012340000", "+493012340000", "+821020000000"
ROUTES = {
    "A1": {"supplier_id": "A", "plan_id": "plan_a", "service": "voice", "trunk": "T1"},
    "A2": {"supplier_id": "A", "plan_id": "plan_a", "zone": "japan"},
    "B1": {"supplier_id": "B", "plan_id": "plan_b", "service": "voice", "zone": "china"},
}
# record number -> what makes it special; every call is one of 61 seconds to Japan on 5 January
CALLS: dict[int, dict[int, dict[str, str]]] = {
    1: {
        1: {"trunk": "T1"},
        2: {"quantity": "30"},
        3: {"other_party": CHINA, "quantity": "100"},
        4: {"other_party": HOME, "quantity": "10"},
        5: {"other_party": CHINA, "quantity": "100", "trunk": "T1"},
        6: {"charged_party": LATER, "quantity": "60"},
        7: {"outcome": "unanswered", "quantity": "0"},
    },
    2: {
        8: {"reversal_of": "MSC01:R1:0"},
        9: {"other_party": GERMANY, "quantity": "10", "trunk": "T1"},
    },
    3: {
        10: {"quantity": "10", "trunk": "T9"},
        11: {"started_at": "2026-01-21T10:00:00+09:00"},
        12: {"record_number": "1", "charging_id": "long"},
        13: {"record_number": "2", "charging_id": "long"},
        14: {
            "other_party": CHINA,
            "quantity": "100",
            "trunk": "T1",
            "started_at": "2026-01-15T11:59:10Z",
        },
    },
}
COSTS = {
    # connect fee and whole minutes
    1: ("A1", "KRW", 250), 2: ("A2", "KRW", 130), 6: ("A2", "KRW", 130), 10: ("A2", "KRW", 130),
    # in dollars, priced by load 2
    3: ("B1", "USD", 1),
    # by the trunk, whatever the zone; the last one 50 seconds before noon and 50 after it
    5: ("A1", "KRW", 100), 14: ("A1", "KRW", 150),
    # nobody answered: the attempt
    7: ("A2", "KRW", 7),
    # what takes 1 back
    8: ("A1", "KRW", -250),
    # 122 seconds of one call are three minutes: two and the fee with the first part, then one
    12: ("A2", "KRW", 250), 13: ("A2", "KRW", 120),
}  # fmt: skip
CHARGES = {1: 105, 2: 150, 3: 500, 4: 20, 5: 500, 6: 100, 8: -105, 9: 60, 10: 50, 11: 305, 12: 305,
           13: 305, 14: 550}  # fmt: skip


def deliver(landing: Path, load: int, *, supplied: bool = True) -> None:
    """Put the files of a load into landing. Not supplied: the same files, each route taken back."""
    for entity, rows in _tables(load, supplied=supplied).items():
        _write(landing / entity / f"{entity.split('/')[1]}_{load}.csv", rows)
    usual = {"charged_party": KNOWN, "other_party": JAPAN, "trunk": ""}
    calls = [usage_record(number, **(usual | fields)) for number, fields in CALLS[load].items()]
    _write(landing / "mediation/usage_events" / f"usage_MSC01_{load:06d}.csv", calls)


def _write(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _tables(load: int, *, supplied: bool) -> dict[str, list[Row]]:
    if load == 1:
        return {**_catalogue(), **_people(1, KNOWN), "catalogue/supply_routes": _routes(supplied)}
    if load == 2:
        return {
            **_people(2, LATER),
            "catalogue/charges": [_charge("b-china", "plan_b", "china", "USD")],
            "catalogue/charge_tiers": [_tier("b-china", "0.01")],
        }
    ended = {"valid_from": "2026-01-20T00:00:00Z", "status": "none"}
    return {
        "catalogue/destinations": [_destination("49", "germany")],
        "catalogue/charges": [_charge("germany", "plan", "germany")],
        "catalogue/charge_tiers": [_tier("germany", "6")],
        "catalogue/supply_routes": [{**_routes(supplied)[1], **ended}],
    }


def _routes(supplied: bool) -> list[Row]:
    status = {"status": "active" if supplied else "none"}
    blank = dict.fromkeys(("service", "trunk", "zone"), "")
    return [{"route_id": name, **blank, **row, **ALWAYS, **status} for name, row in ROUTES.items()]


def _catalogue() -> dict[str, list[Row]]:
    minutes = {"initial_increment": 60, "next_increment": 60, "rate_unit": 60}
    fees = {"connect_fee": 10, "attempt_fee": 7}
    return {
        "catalogue/plans": [
            {"plan_id": "plan", "name": "Plan", "line_type": "handset", "currency": "KRW"} | ALWAYS,
            {"plan_id": "plan_a", "name": "A", "line_type": "supplier", "currency": "KRW"} | ALWAYS,
            {"plan_id": "plan_b", "name": "B", "line_type": "supplier", "currency": "USD"} | ALWAYS,
        ],
        "catalogue/charges": [
            _charge("home", "plan", "home"),
            _charge("japan", "plan", "japan"),
            _charge("china", "plan", "china"),
            _charge("a-japan", "plan_a", "japan") | minutes | fees,
            _charge("a-china", "plan_a", "china"),
        ],
        "catalogue/charge_tiers": [
            _tier("home", "2"),
            _tier("japan", "5"),
            _tier("china", "5") | {"valid_to": NOON},
            _tier("china", "6") | {"valid_from": NOON},
            _tier("a-japan", "120"),
            _tier("a-china", "1") | {"valid_to": NOON},
            _tier("a-china", "2") | {"valid_from": NOON},
        ],
        "catalogue/allowances": [
            {"allowance_id": "free", "plan_id": "plan", "service": "voice", "zone": "japan",
             "direction": "outgoing", "quantity": 40} | ALWAYS,
        ],
        "catalogue/destinations": [
            _destination("82", "home"), _destination("81", "japan"), _destination("86", "china"),
        ],
        "catalogue/taxes": [{"tax_code": "vat", "name": "VAT", "rate": "0.1"} | ALWAYS],
        "catalogue/currencies": [
            {"currency": "KRW", "name": "won", "decimals": 0},
            {"currency": "USD", "name": "dollar", "decimals": 2},
        ],
    }  # fmt: skip


def _charge(name: str, plan: str, zone: str, currency: str = "KRW") -> Row:
    return {
        "charge_id": name, "plan_id": plan, "charge_kind": "usage", "description": name,
        "service": "voice", "direction": "outgoing", "zone": zone, "time_band": "any",
        "initial_increment": 1, "next_increment": 1, "rate_unit": 1, "connect_fee": 0,
        "attempt_fee": "", "currency": currency, "tax_code": "vat", **ALWAYS,
    }  # fmt: skip


def _tier(charge: str, price: str) -> Row:
    return {"charge_id": charge, "from_quantity": 0, "unit_price": price, **ALWAYS}


def _destination(prefix: str, zone: str) -> Row:
    return {"destination_kind": "number", "prefix": prefix, "zone": zone, "name": zone, **ALWAYS}


def _people(place: int, number: str) -> dict[str, list[Row]]:
    return {
        "billing/accounts": [
            {"account_id": f"A-{place}", "holder_name": f"Holder {place}", "segment": "consumer",
             "region": "seoul", "bill_cycle_day": 1, "currency": "KRW"} | ALWAYS
        ],
        "billing/subscriptions": [
            {"subscription_id": f"S-{place}", "account_id": f"A-{place}", "plan_id": "plan"}
            | ALWAYS
        ],
        "billing/number_history": [{"number": number, "subscription_id": f"S-{place}"} | ALWAYS],
    }  # fmt: skip
