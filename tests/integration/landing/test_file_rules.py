"""A catalogue file that contradicts itself is refused and names its lines; all else lands."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ingestion.synthetic.reference_files import opening_catalogue, write_reference
from tests.homes import Home, usage_file, usage_lines
from trunkline.contract import load_contract
from trunkline.loads import committed_loads

Row = dict[str, object]
ACTIVE = {"status": "active", "valid_from": "2026-01-01T00:00:00Z"}
FEBRUARY, MARCH = ("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")
ROWS: dict[str, Row] = {
    "charges": {
        "charge_id": "a.voice", "plan_id": "a", "charge_kind": "usage", "description": "Calls",
        "service": "voice", "direction": "outgoing", "zone": "home", "time_band": "any",
        "initial_increment": 1, "next_increment": 1, "rate_unit": 60, "connect_fee": "0",
        "currency": "KRW", "tax_code": "vat",
    },
    "charge_tiers": {"charge_id": "a.voice", "from_quantity": 0, "unit_price": "1"},
    "allowances": {
        "allowance_id": "x", "plan_id": "a", "service": "voice", "zone": "home", "quantity": 60,
    },
    "destinations": {
        "destination_kind": "number", "prefix": "82", "zone": "home", "name": "Korea",
    },
    "time_bands": {
        "time_band": "night", "day_type": "any", "from_minute": 0, "to_minute": 480,
    },
    "plans": {"plan_id": "a", "name": "A", "line_type": "handset", "currency": "KRW"},
    "taxes": {"tax_code": "vat", "name": "VAT", "rate": "0.1"},
    "supply_routes": {"route_id": "a", "supplier_id": "s", "plan_id": "p", "trunk": "T1"},
    "usage_alerts": {
        "alert_id": "bill", "share": "0.8", "measure": "amount", "limit_amount": "50",
        "currency": "EUR",
    },
    "usage_limits": {
        "service": "voice", "largest_quantity": 86400, "clock_tolerance_seconds": 900,
    },
}  # fmt: skip


def file_of(entity: str, *changes: Row) -> str:
    """A file of one row for each of some changes; the first record stands on line 2."""
    columns = [each.name for each in load_contract().entity("catalogue", entity).columns]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(ROWS[entity] | ACTIVE | change for change in changes)
    return text.getvalue()


def land(home: Home, entity: str, *changes: Row):
    return home.land(file_of(entity, *changes), f"{entity}_1.csv", f"catalogue/{entity}")


OWN = "hold at the same time and differ: lines 2 and 3."
REFUSED: list[tuple[str, list[Row], str, str]] = [
    ("charges", [{}, {"connect_fee": "5"}], "one_row_at_a_time",
     f"Two active rows of one charge {OWN}"),
    ("charges", [{"priority": 0}, {"charge_id": "b", "valid_from": MARCH}], "one_priority_each",
     "Two charges price the same usage at the same time with the same priority: lines 2 and 3."),
    ("charges", [
        {"from_contract_month": 1, "to_contract_month": 3, "account_id": "K"},
        {"from_contract_month": 3, "charge_id": "b", "account_id": "K"},
    ], "one_priority_each",
     "Two charges price the same usage at the same time with the same priority: lines 2 and 3."),
    ("supply_routes", [{}, {"supplier_id": "t"}], "one_row_at_a_time",
     f"Two active rows of one route {OWN}"),
    ("supply_routes", [{"priority": 0}, {"route_id": "b", "valid_from": MARCH}],
     "one_priority_each",
     "Two routes carry the same usage at the same time with the same priority: lines 2 and 3."),
    ("charge_tiers", [{"from_quantity": 60}], "tiers_begin_at_zero",
     "A set of tiers does not begin at 0: line 2."),
    ("charge_tiers", [{"from_quantity": 60}, {"status": "none"}], "tiers_begin_at_zero",
     "A set of tiers does not begin at 0: line 2."),
    ("charge_tiers", [{}, {"from_quantity": 60}, {"from_quantity": 60, "unit_price": "2"}],
     "one_tier_from_a_quantity",
     "Two tiers of one set begin at the same quantity and differ: lines 3 and 4."),
    ("charge_tiers", [{}, {"valid_from": MARCH}], "one_set_at_a_time",
     "Tiers of two sets of one charge hold at the same time: lines 2 and 3."),
    ("allowances", [{}, {"quantity": 61}], "one_row_at_a_time",
     f"Two active rows of one allowance {OWN}"),
    ("allowances", [{}, {"allowance_id": "y", "direction": "outgoing", "priority": 100}],
     "one_priority_each",
     "Two allowances of one plan are for the same usage at the same time with the same priority: "
     "lines 2 and 3."),
    ("allowances", [
        {"bucket_id": "b"},
        {"bucket_id": "b", "allowance_id": "y", "service": "sms", "quantity": 61},
    ], "one_quantity_a_bucket",
     "Two rows of one bucket say different things of it: lines 2 and 3."),
    ("destinations", [{}, {"zone": "abroad"}], "one_zone_at_a_time",
     "One prefix leads to two zones at the same time: lines 2 and 3."),
    ("time_bands", [{}, {"to_minute": 500, "calendar": "standard"}], "one_end_of_a_band",
     "Two active rows of one band and first minute hold at the same time and differ: "
     "lines 2 and 3."),
    ("time_bands", [{}, {"time_band": "day", "from_minute": 479, "to_minute": 480}],
     "one_band_at_a_time",
     "Two bands of one calendar and kind of day hold in the same minutes with the same priority: "
     "lines 2 and 3."),
    ("plans", [{}, {"name": "B"}], "one_row_at_a_time", f"Two active rows of one plan {OWN}"),
    ("taxes", [{}, {"rate": "0.2"}], "one_row_at_a_time",
     f"Two active rows of one tax code {OWN}"),
    *[
        ("usage_alerts", [{}, change], "one_limit_an_alert",
         "Two active rows of one alert differ in limit or scope at the same time: lines 2 and 3.")
        for change in ({"limit_amount": "60"}, {"share": "1", "zone": "roam_*"})
    ],
    ("usage_limits", [{}, {"largest_quantity": 1}], "one_row_at_a_time",
     f"Two active rows of one service {OWN}"),
]  # fmt: skip


@pytest.mark.parametrize(("entity", "changes", "rule", "message"), REFUSED)
def test_a_contradiction_refuses_the_file(
    home: Home, entity: str, changes: list[Row], rule: str, message: str
) -> None:
    report = land(home, entity, *changes)
    assert report.load_seq is None
    (refusal,) = report.refused
    assert (refusal.rule, refusal.message) == (rule, message)
    assert refusal.line == refusal.rejects[0]["line_no"]
    assert refusal.advice.endswith(".")
    assert str(refusal).startswith(f"catalogue/{entity}/{entity}_1.csv: line {refusal.line}: ")


TWICE = "hold at the same time and say the same: lines 2 and 3 (rule said_twice)"
GAP = "there is a time without any: lines 2 and 3 (rule no_gap)"
LATER: list[Row] = [{"valid_to": FEBRUARY}, {"valid_from": MARCH}]
NOTED: list[tuple[str, list[Row], str]] = [
    ("charges", [{}, {}], f"Two active rows of one charge {TWICE}"),
    ("charges", LATER, f"Between two rows of one charge {GAP}"),
    ("charge_tiers", [{}, {}], "Two rows say the same of one tier: lines 2 and 3"),
    ("charge_tiers", LATER, f"Between two rows of one charge {GAP}"),
    ("allowances", [{}, {"valid_from": MARCH}], f"Two active rows of one allowance {TWICE}"),
    ("destinations", [{}, {"name": "South Korea"}], f"Two active rows of one prefix {TWICE}"),
    ("time_bands", [{}, {"from_minute": 60}], "Two rows of one band hold in the same minutes: "),
    ("plans", [{}, {}], f"Two active rows of one plan {TWICE}"),
    ("plans", LATER, f"Between two rows of one plan {GAP}"),
    ("taxes", [{}, {}], f"Two active rows of one tax code {TWICE}"),
    ("taxes", LATER, f"Between two rows of one tax code {GAP}"),
    ("usage_alerts", [{}, {}], f"Two active rows of one alert and share {TWICE}"),
    ("usage_limits", [{}, {}], f"Two active rows of one service {TWICE}"),
    ("usage_limits", LATER, f"Between two rows of one service {GAP}"),
]


@pytest.mark.parametrize(("entity", "changes", "note"), NOTED)
def test_what_is_odd_is_said_and_kept(
    home: Home, entity: str, changes: list[Row], note: str
) -> None:
    report = land(home, entity, *changes)
    assert (report.exit_code, len(report.landed)) == (0, 1)
    assert any(note in sentence for sentence in report.sentences())
    kept = committed_loads(home.settings)[-1].files[0].notes
    assert [each for each in kept if each.startswith(note)]


SOUND: list[tuple[str, list[Row]]] = [
    # one ends where the other begins
    ("charges", [{"valid_to": MARCH}, {"valid_from": MARCH, "connect_fee": "5"}]),
    # taken back and said anew: the later line counts, as it does between loads
    ("charges", [{"status": "none"}, {"connect_fee": "5"}]),
    ("charges", [{}, {"charge_id": "b", "priority": 1}]),
    ("charges", [{}, {"charge_id": "b", "segment": "gold"}]),
    ("charges", [{"account_id": "K"}, {"charge_id": "b", "account_id": "L"}]),
    ("charges", [{"to_contract_month": 3}, {"charge_id": "b", "from_contract_month": 4}]),
    ("charge_tiers", [{}, {"from_quantity": 60}]),
    ("charge_tiers", [{"from_quantity": 60}, {}, {"charge_id": "b"}]),
    ("charge_tiers", [{"from_quantity": 60, "status": "none"}]),
    ("allowances", [{}, {"allowance_id": "y", "priority": 101}]),
    ("allowances", [{"bucket_id": "b"}, {"bucket_id": "b", "allowance_id": "y", "service": "sms"}]),
    ("destinations", [{}, {"destination_kind": "network", "zone": "abroad"}]),
    ("time_bands", [{}, {"time_band": "day", "from_minute": 480, "to_minute": 1440}]),
    ("time_bands", [{}, {"time_band": "day", "priority": 1}]),
]


@pytest.mark.parametrize(("entity", "changes"), SOUND)
def test_a_sound_file_lands_without_a_word(home: Home, entity: str, changes: list[Row]) -> None:
    report = land(home, entity, *changes)
    assert report.exit_code == 0
    assert report.landed[0].accepted == len(changes)
    assert report.landed[0].notes == ()


def test_a_refused_catalogue_stops_nothing_else(home: Home) -> None:
    home.put(file_of("plans", {}, {"name": "B"}), "plans_1.csv", "catalogue/plans")
    home.put(file_of("plans", {"plan_id": "b"}), "plans_2.csv", "catalogue/plans")
    home.put(usage_file(usage_lines(3)), "usage_MSC01_1.csv")
    report = home.ingest()
    assert [each.origin for each in report.refused] == ["plans_1.csv"]
    assert {(each.origin, each.accepted) for each in report.landed} == {
        ("plans_2.csv", 1), ("usage_MSC01_1.csv", 3),
    }  # fmt: skip
    assert home.rows("select plan_id from lake", "catalogue/plans") == [("b",)]


def test_two_files_of_one_load_do_not_contradict_each_other(home: Home) -> None:
    home.put(file_of("plans", {}), "plans_1.csv", "catalogue/plans")
    home.put(file_of("plans", {"name": "B"}), "plans_2.csv", "catalogue/plans")
    assert home.ingest().exit_code == 0


def test_all_that_is_wrong_is_said_at_once(home: Home) -> None:
    report = land(home, "charge_tiers", {"from_quantity": 60}, {"from_quantity": 60}, {
        "from_quantity": 60, "unit_price": "2"
    })  # fmt: skip
    (refusal,) = report.refused
    assert "Rule one_tier_from_a_quantity: Two tiers of one set" in refusal.message
    assert [each["rule"] for each in refusal.rejects] == [
        "tiers_begin_at_zero", "one_tier_from_a_quantity",
    ]  # fmt: skip


def test_five_are_named_and_the_others_counted(home: Home) -> None:
    report = land(home, "plans", *({"name": f"N{number}"} for number in range(1300)))
    (refusal,) = report.refused
    assert refusal.message.endswith(
        "lines 2 and 3, lines 2 and 4, lines 2 and 5, lines 2 and 6, lines 2 and 7 and 1,294 more."
    )


def test_a_record_that_was_rejected_contradicts_nothing(home: Home) -> None:
    report = land(home, "plans", {}, {"name": "B", "currency": "?"})
    assert report.exit_code == 0
    assert (report.landed[0].accepted, report.landed[0].rejected) == (1, 1)


def test_ndjson_is_held_to_the_same_rules(home: Home) -> None:
    rows = [ROWS["taxes"] | ACTIVE | change for change in ({}, {"rate": "0.2"})]
    content = "".join(json.dumps(row) + "\n" for row in rows)
    (refusal,) = home.land(content, "taxes_1.ndjson", "catalogue/taxes").refused
    assert refusal.message.endswith("lines 1 and 2.")


def test_the_catalogue_of_the_synthetic_operator_is_sound(home: Home) -> None:
    class First:
        number, name = 1, "1"

    write_reference(home.settings.home, First(), opening_catalogue())
    report = home.ingest()
    assert report.exit_code == 0
    assert not [note for file in report.landed for note in file.notes]
