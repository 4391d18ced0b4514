"""`trunkline explain` on events that came through ingestion, models and publication."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from delivery.explanation.explaining import explain
from delivery.explanation.printing import json_text
from tests.homes import usage_file, usage_line
from tests.integration.operator_history import Home
from tests.integration.suspense_history import (
    ALWAYS,
    KNOWN,
    LATER,
    destination,
    subscriber,
    write,
    write_people,
)
from trunkline.settings import Settings

pytestmark = pytest.mark.slow

NOW = "2026-01-11T00:00:00Z"
TERMS = (
    "charge_id", "service", "time_band", "initial_increment", "next_increment", "rate_unit",
    "connect_fee", "tier_scope", "rounding_stage", "rounding_mode", "rounding_decimals",
    "minimum_charge", "maximum_charge",
)  # fmt: skip
CHARGES = (
    ("call.day", "voice", "day", 60, 60, 60, "0.5", "", "event", "up", 0, "", ""),
    ("call.night", "voice", "night", 60, 60, 60, "9", "", "", "", "", "", ""),
    ("data", "data", "any", 1, 1, 100, 0, "period", "", "", "", "1.5", "10"),
    ("text", "sms", "any", 1, 1, 3, "0.1", "", "", "", "", "", ""),
)
TIERS = (
    ("call.day", 0, "3.1", "", ""),
    ("call.night", 0, "1.5", "", ""),
    ("data", 0, "2", 100, ""),
    ("data", 1000, "1", 100, 5),
    ("text", 0, "2", "", ""),
)
BANDS = (("night", 0, 480), ("day", 480, 1200), ("night", 1200, 1440))
ALLOWANCES = (
    ("minutes", "voice", 100, "subscription", 100, ""),
    ("own", "sms", 10, "subscription", 200, ""),
    ("shared", "sms", 20, "account", 100, 2),
)
DATA = {"service": "data", "unit": "byte"}
TEXT = {"service": "sms", "unit": "message"}
# what is on each line of the file, from line 2
RECORDS: dict[str, dict[str, str]] = {
    "cut": {"started_at": "2026-01-05T19:58:30+09:00", "quantity": "150"},
    "data_first": {**DATA, "quantity": "700"},
    "data_over": {**DATA, "quantity": "400", "started_at": "2026-01-05T11:00:00+09:00"},
    "data_little": {**DATA, "quantity": "10", "started_at": "2026-01-05T12:00:00+09:00"},
    "texts_first": {**TEXT, "quantity": "8"},
    "texts_two_buckets": {**TEXT, "quantity": "5", "started_at": "2026-01-05T11:00:00+09:00"},
    "incoming": {"direction": "incoming"},
    "copy": {"record_id": "R1", "started_at": "2026-01-05T19:58:30+09:00", "quantity": "150"},
    "nobody": {"charged_party": LATER},
    "reversal": {"reversal_of": "MSC01:R6:0", **TEXT, "quantity": "5"},
}


def deliver(home: Home) -> None:
    """One load: a plan with bands, tiers and three buckets, a subscriber, and the records."""
    write(home, "catalogue", "plans", [
        {"plan_id": "plan", "name": "Plan", "line_type": "handset", "currency": "KRW", **ALWAYS}
    ])  # fmt: skip
    usual = {
        "plan_id": "plan", "charge_kind": "usage", "direction": "outgoing", "zone": "home",
        "currency": "KRW", "tax_code": "vat", **ALWAYS,
    }  # fmt: skip
    write(home, "catalogue", "charges", [
        {**dict(zip(TERMS, row, strict=True)), "description": row[0], **usual} for row in CHARGES
    ])  # fmt: skip
    names = ("charge_id", "from_quantity", "unit_price", "increment", "flat_fee")
    write(home, "catalogue", "charge_tiers", [
        {**dict(zip(names, row, strict=True)), **ALWAYS} for row in TIERS
    ])  # fmt: skip
    write(home, "catalogue", "time_bands", [
        {"time_band": band, "day_type": "any", "from_minute": begin, "to_minute": end, **ALWAYS}
        for band, begin, end in BANDS
    ])  # fmt: skip
    names = ("allowance_id", "service", "quantity", "sharing", "priority", "increment")
    write(home, "catalogue", "allowances", [
        {**dict(zip(names, row, strict=True)), "plan_id": "plan", "zone": "home", **ALWAYS}
        for row in ALLOWANCES
    ])  # fmt: skip
    write(home, "catalogue", "destinations", [
        destination("8210"), destination("8220"),
        {**destination("data"), "destination_kind": "service"},
    ])  # fmt: skip
    write(home, "catalogue", "taxes", [
        {"tax_code": "vat", "name": "VAT", "rate": "0.1", **ALWAYS}
    ])  # fmt: skip
    write(home, "catalogue", "currencies", [{"currency": "KRW", "name": "won", "decimals": 0}])
    write_people(home, subscriber(1, KNOWN))
    folder = home.folder / "landing" / "mediation" / "usage_events"
    folder.mkdir(parents=True, exist_ok=True)
    known = {"charged_party": KNOWN, "other_party": "+821020000000"}
    lines = [
        usage_line(number, **{**known, **fields})
        for number, fields in enumerate(RECORDS.values(), start=1)
    ]
    (folder / "usage_MSC01_000001.csv").write_text(usage_file(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def home(shared_folder: Path) -> Home:
    """The load, run and published once."""
    home = Home(shared_folder / "explained_home", shared_folder / "explained_keys.json")
    done = shared_folder / "explained_home.done"
    with FileLock(f"{done}.lock"):
        if not done.exists():
            deliver(home)
            home.run("run", now=NOW)
            done.touch()
    return home


@pytest.fixture(scope="module")
def numbers(home: Home) -> dict[str, int]:
    """Number of each record's event."""
    with duckdb.connect(str(home.warehouse), read_only=True) as warehouse:
        load, file = warehouse.execute(
            "select load_seq, file_no from fct_load_files where entity = 'usage_events'"
        ).fetchall()[0]
    first = (load << 43) + (file << 29)
    return {name: first + line for line, name in enumerate(RECORDS, start=2)}


def explained(home: Home, number: int) -> dict[str, Any]:
    """What `--format json` prints, without a process for each."""
    settings = Settings(home=home.folder, keys_file=home.keys)
    content: dict[str, Any] = json.loads(json_text(explain(settings, number)))
    return content


def column(content: dict[str, Any], step: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in content["steps"][step]]


def test_a_cut_call_is_explained_from_file_to_charge(home: Home, numbers: dict[str, int]) -> None:
    found = explained(home, numbers["cut"])
    assert found["is_proved"], found["steps"]["check"]
    assert found["fate"]["charge"] == "4.000000"
    assert (found["source"]["origin"], found["source"]["line_no"]) == ("usage_MSC01_000001.csv", 2)
    guided = {row["item"]: row for row in found["steps"]["guiding"]}
    # the record in the lake tells the prefix; the marts alone know both that lead to the zone
    assert guided["zone"]["detail"] == "number 8210 8210"
    assert guided["zone"]["candidates"] == 1
    assert found["record"]["other_party_prefix"].startswith("8210")
    assert guided["time_band"]["detail"] == "2026-01-05 08:00-20:00"
    assert guided["number"]["origin"] == "number_history.csv"
    assert column(found, "price", "charge_id", "origin", "line_no", "tiers_line_no") == [
        ("call.day", "charges.csv", 2, 2),
        ("call.night", "charges.csv", 3, 3),
    ]
    assert (
        column(found, "price", "valid_from", "valid_to", "known_from", "known_to")
        == [("2019-12-31T15:00:00Z", None, 1, None)] * 2
    )
    assert column(found, "segments", "from_offset", "to_offset", "charge") == [
        (0, 120, "1.533333"),
        (120, 150, "2.466667"),
    ]
    assert column(found, "draws", "bucket_id", "balance_before", "balance_after") == [
        ("minutes", 100, 0)
    ]
    assert column(found, "rounding", "exact_amount", "rounding_mode", "result") == [
        ("3.033333333333", "up", "4.000000"),
        ("1.533333333333", "half_up", "1.533333"),
        ("1.500000000000", "rest", "2.466667"),
    ]
    assert [row["charge_id"] for row in found["steps"]["lines"]] == ["call.day", "call.night"]
    printed = home.run("explain", str(numbers["cut"]), "--format", "json", now=NOW)
    assert json.loads(printed) == found
    said = home.run("explain", str(numbers["cut"]), now=NOW)
    assert "3.1 x 20 / 60 = 1.033333333333 KRW" in said
    assert "event: 3.033333333333, up at 0 decimals: 4 KRW" in said
    assert "10 figures worked out again, all equal to those stored" in said


def test_tiers_of_the_period_and_bounds_are_explained(home: Home, numbers: dict[str, int]) -> None:
    over = explained(home, numbers["data_over"])
    assert over["is_proved"], over["steps"]["check"]
    assert column(over, "tiers", "counted_before", "quantity", "flat_fee", "exact_amount") == [
        (700, 300, "0.000000", "6.000000000000"),
        (700, 100, "5.000000", "6.000000000000"),
    ]
    assert column(over, "rounding", "bound", "result") == [("maximum", "10.000000")]
    little = explained(home, numbers["data_little"])
    assert little["is_proved"], little["steps"]["check"]
    assert column(little, "rounding", "exact_amount", "bound", "result") == [
        ("1.000000000000", "minimum", "1.500000")
    ]


def test_two_buckets_are_shown_before_and_after(home: Home, numbers: dict[str, int]) -> None:
    found = explained(home, numbers["texts_two_buckets"])
    assert found["is_proved"], found["steps"]["check"]
    names = ("bucket_id", "owner_kind", "balance_before", "free_quantity", "lost_quantity")
    assert column(found, "draws", *names, "balance_after") == [
        ("own", "subscription", 2, 2, 0, 0),
        ("shared", "account", 20, 3, 1, 16),
    ]


def test_what_was_not_rated_is_explained_as_far_as_it_came(
    home: Home, numbers: dict[str, int]
) -> None:
    said = home.run("explain", str(numbers["nobody"]), now=NOW)
    assert "in suspense for unknown_subscriber" in said
    assert "what ends it: the number in billing/number_history" in said
    said = home.run("explain", str(numbers["copy"]), now=NOW)
    assert f"it repeats event {numbers['cut']}" in said
    assert f"Segments of event {numbers['cut']}" in said
    said = home.run("explain", str(numbers["incoming"]), now=NOW)
    assert "not chargeable (incoming, completed)" in said
    said = home.run("explain", str(numbers["reversal"]), now=NOW)
    assert f"takes back event {numbers['texts_two_buckets']}, -0.1 KRW" in said


def test_a_number_that_no_file_brought_is_an_error(home: Home, numbers: dict[str, int]) -> None:
    said = home.run("explain", str(numbers["cut"] + 1000), now=NOW, expect=1)
    assert "line 1002 of usage_MSC01_000001.csv" in said
    said = home.run("explain", str(9 << 43), now=NOW, expect=1)
    assert "file 0 of load 9" in said
    # a line of the catalogue is no event
    said = home.run("explain", str((1 << 43) + (1 << 29) + 2), now=NOW, expect=1)
    assert "is no event" in said
