"""Public lists land as they are: IBM's customers, the numbering plan, the mobile networks."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.homes import Home

pytestmark = pytest.mark.real_data

CUSTOMERS = "ibm_telco/customers"
RANGES = "catalogue/numbering_ranges"
NETWORKS = "catalogue/mobile_networks"


def churn_file(shared_data: Path) -> Path:
    return shared_data / "ibm_telco" / "Telco-Customer-Churn.csv"


def test_ibm_customers_land_with_every_amount(home: Home, shared_data: Path) -> None:
    path = churn_file(shared_data)
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    (file,) = home.land(path.read_bytes(), path.name, CUSTOMERS).landed
    assert (file.records, file.accepted, file.rejected) == (len(rows), 7043, 0)
    totals = [Decimal(row["TotalCharges"]) for row in rows if row["TotalCharges"].strip()]
    landed = home.rows(
        "select sum(MonthlyCharges), sum(TotalCharges), count(*) filter (TotalCharges is null),"
        " count(*) filter (TotalCharges is null and tenure > 0),"
        " count(*) filter (Churn = 'Yes'), count(distinct customerID_key)"
        " from lake where tenure is not null",
        CUSTOMERS,
    )
    monthly = sum(Decimal(row["MonthlyCharges"]) for row in rows)
    assert landed == [(monthly, sum(totals), 11, 0, 1869, 7043)]
    assert (len(totals), round(100 * 1869 / 7043, 2)) == (7032, 26.54)
    columns = {row[0] for row in home.rows("select column_name from (describe lake)", CUSTOMERS)}
    assert "customerID" not in columns


def test_a_total_is_blank_at_tenure_0_only(home: Home, shared_data: Path) -> None:
    header, first, *_ = churn_file(shared_data).read_text("utf-8").splitlines()
    fields = first.split(",")
    blank = [*fields[:19], " ", fields[20]]
    new = [*blank[:5], "0", *blank[6:]]
    text = "\n".join([header, ",".join(blank), ",".join(new), ",".join(fields), ""])
    # an export is complete: with a record that is wrong it is refused whole
    (refusal,) = home.land(text, "Telco.csv", CUSTOMERS).refused
    rejects = [(each["line_no"], each["field"], each["rule"]) for each in refusal.rejects]
    assert rejects == [(2, None, "only_new_customers_lack_a_total")]


def test_the_numbering_plan_lands_range_by_range(home: Home, shared_data: Path) -> None:
    tables = sorted((shared_data / "numbering_plan" / "metadata").glob("*/ranges.csv"))
    expected = {}
    for table in tables:
        code = table.parent.name
        home.put(table.read_bytes(), f"{code}.csv", RANGES)
        expected[code] = len(table.read_text("utf-8").splitlines()) - 1
    report = home.ingest()
    assert not report.refused
    assert {file.origin[:-4]: file.accepted for file in report.landed} == expected
    assert sum(file.rejected for file in report.landed) == 0
    leeds = home.rows(
        "select lengths, type, tariff, area_code_length, regions, place from lake"
        " where calling_code = '44' and prefix = '113[0-58]'",
        RANGES,
    )
    assert leeds == [("10", "FIXED_LINE", "STANDARD_RATE", 3, "GB", "Leeds")]


def test_ranges_of_another_table_are_refused(home: Home) -> None:
    (refusal,) = home.land("Prefix ; Format\n1 ; x\n", "82.csv", RANGES).refused
    assert (refusal.rule, refusal.field) == ("missing_column", "Length")


def ranges(*rows: str, header: str = "Prefix ; Length ; Type ; Geocode:en") -> str:
    return "".join(f"{line}\n" for line in (header, *rows))


@pytest.mark.parametrize("name", ["44.csv", "ranges_44.csv", "44.csv.gz", "ranges_44.csv.zst"])
def test_the_calling_code_is_the_file_s_name(home: Home, name: str) -> None:
    assert home.land(ranges("1 ; 10 ; MOBILE"), name, RANGES).landed[0].accepted == 1
    assert home.rows("select calling_code from lake", RANGES) == [("44",)]


@pytest.mark.parametrize(
    "name",
    ["ranges.csv", "ranges_44_2026-12-31.csv", "82 (1).csv", "044.csv", "4444.csv", "GB-44.csv"],
)
def test_no_calling_code_is_guessed_from_a_name(home: Home, name: str) -> None:
    (refusal,) = home.land(ranges("1 ; 10 ; MOBILE"), name, RANGES).refused
    assert refusal.rule == "calling_code" and "44.csv" in refusal.advice


def test_a_stray_quote_swallows_no_range(home: Home) -> None:
    rows = [f'{number} ; 10 ; MOBILE ; "Leeds"' for number in range(10, 60)]
    rows[3] = '13 ; 10 ; MOBILE ; "Leeds'
    rows[7] = '17 ; 10 ; MOBILE ; Lee"ds'
    rows[9] = '19 ; 10 ; MOBILE ; "Leeds; ""the"" North"'
    text = ranges(*rows)
    report = home.land(text.encode(), "44.csv", RANGES)
    assert [(file.records, file.accepted) for file in report.landed] == [(50, 50)]
    assert text.count("\n") == 51
    query = "select prefix, place from lake where place <> 'Leeds' order by prefix"
    assert home.rows(query, RANGES) == [
        ("13", '"Leeds'), ("17", 'Lee"ds'), ("19", 'Leeds; "the" North'),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["\u2028", "\x85"])
def test_only_a_line_feed_ends_a_range(home: Home, sign: str) -> None:
    text = "\ufeff" + ranges(f"1 ; 10 ; MOBILE ; Le{sign}eds", '2 ; 10 ; MOBILE ; "York"')
    (file,) = home.land(text.replace("\n", "\r\n"), "44.csv", RANGES).landed
    assert (file.records, file.accepted) == (2, 2)
    places = home.rows("select place from lake where prefix is not null order by line_no", RANGES)
    assert places == [(f"Le{sign}eds",), ("York",)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2 ; 10 ; MOBILE ; Le\reds", "reject_threshold"),
        ("2 ; 10 ; MOBILE ; " + "x" * 140_000, "reject_threshold"),
        ("", "reject_threshold"),
        ("2 ; 10 ; MOBILE ; Leeds ; more", "field_count"),
    ],
    ids=["carriage return", "long", "blank", "wide"],
)
def test_a_range_that_is_wrong_is_named_by_its_line(home: Home, row: str, rule: str) -> None:
    home.put(ranges("3 ; 10 ; MOBILE"), "33.csv", RANGES)
    home.put(ranges("1 ; 10 ; MOBILE", row, "3 ; 10 ; MOBILE"), "44.csv", RANGES)
    refused = {each.origin: (each.rule, each.line) for each in home.ingest().refused}
    # the ranges of a country are a part of the complete list, which lands whole or not at all
    assert refused == {"44.csv": (rule, 3), "33.csv": ("export_part_refused", None)}


def test_ranges_in_the_contract_s_own_form(home: Home) -> None:
    text = "calling_code,prefix,lengths,type\n82,10,10,MOBILE\n"
    assert home.land(text, "ranges.csv", RANGES).landed[0].accepted == 1


def test_mobile_networks_land_and_codes_that_are_none_are_named(
    home: Home, shared_data: Path
) -> None:
    path = shared_data / "mcc_mnc" / "mnc_operators.json"
    rows = json.loads(path.read_text("utf-8"))
    (file,) = home.land(path.read_bytes(), path.name, NETWORKS).landed
    assert (file.records, file.accepted, file.rejected) == (len(rows), len(rows) - 10, 10)
    assert {reject[1] for reject in home.rejects()} == {"mnc"}
    # the list has a network a line, the first on line 2
    assert home.rejects()[0][0] == 2 + next(i for i, row in enumerate(rows) if not row[1])
    korea = home.rows("select mnc from lake where mcc = '450' and brand = 'SKT'", NETWORKS)
    listed = {row[1] for row in rows if row[0] == "450" and row[2] == "SKT"}
    assert {row[0] for row in korea} == listed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"mcc": "450"}', 1),
        ('[["450", "05", "SKT"]]', 1),
        ('[\n["450", "05", "a", "b"],\n["450", 8, "a", "b"]\n]', 3),
        ('[\n["450", "05", "a", "b"]\n["450", "08", "a", "b"]\n]', 2),
        ('[["450", "05", "a", "b"]', 1),
        ("[\n", 2),
        ('[["450", "05", "a", "b"]]\n[["450", "06", "a", "b"]]', 2),
        ('[["450", "05", "a", "b"]],', 1),
        ('[["450", "05", "a", "b"],\n["450", "06", "\\ud800", "b"]]', 2),
        ("[" * 100_000, 1),
    ],
    ids=range(10),
)
def test_another_json_is_refused_by_its_line(home: Home, text: str, line: int) -> None:
    (refusal,) = home.land(text, "networks.json", NETWORKS).refused
    assert (refusal.rule, refusal.line) == ("json", line)
