"""Records rejected one by one: file, line, field, rule and advice are told, the line is kept."""

from __future__ import annotations

import pytest

from tests.homes import Home, usage_file, usage_line, usage_lines

BAD_FIELDS = [
    ("1.5_for_an_integer", {"quantity": "1.5"}, "quantity", "integer", "is no whole number"),
    ("exponent", {"quantity": "1e3"}, "quantity", "integer", "is no whole number"),
    ("hexadecimal", {"quantity": "0x10"}, "quantity", "integer", "is no whole number"),
    ("underscore", {"quantity": "1_000"}, "quantity", "integer", "is no whole number"),
    ("spaces", {"quantity": " 61"}, "quantity", "integer", "is no whole number"),
    ("nan", {"quantity": "NaN"}, "quantity", "integer", "is no whole number"),
    ("infinity", {"quantity": "inf"}, "quantity", "integer", "is no whole number"),
    ("negative", {"quantity": "-1"}, "quantity", "minimum", "is below 0"),
    ("huge", {"quantity": "10000000000001"}, "quantity", "maximum", "is above 10000000000000"),
    ("beyond_bigint", {"quantity": "9" * 30}, "quantity", "integer", "is no whole number"),
    ("empty_required", {"quantity": ""}, "quantity", "required", "is empty"),
    ("30_february", {"started_at": "2026-02-30T10:00:00Z"}, "started_at", "timestamp", "calendar"),
    ("hour_24", {"started_at": "2026-02-03T24:00:00Z"}, "started_at", "timestamp", "offset"),
    ("second_60", {"started_at": "2026-02-03T23:59:60Z"}, "started_at", "timestamp", "offset"),
    ("year_1999", {"started_at": "1999-12-31T23:59:59Z"}, "started_at", "minimum", "is below"),
    ("infinite_time", {"started_at": "infinity"}, "started_at", "timestamp", "offset"),
    ("no_zone", {"started_at": "2026-01-05T10:00:00"}, "started_at", "zone", "bears no zone"),
    ("no_seconds", {"started_at": "2026-01-05T10:00Z"}, "started_at", "timestamp", "offset"),
    ("unknown_service", {"service": "fax"}, "service", "allowed", "is none of voice, sms"),
    ("case", {"service": "VOICE"}, "service", "allowed", "is none of voice, sms"),
    ("letters_in_number", {"charged_party": "+82ABC"}, "charged_party", "pattern", "of the form"),
    ("no_payer", {"charged_party": ""}, "charged_party", "required", "is empty"),
    ("plus_alone", {"other_party": "+"}, "other_party", "pattern", "of the form"),
    ("wrong_unit", {"unit": "byte"}, None, "unit_of_service", "in the unit of its service"),
    ("part_without_session", {"record_number": "1"}, None, "session_has_charging_id", "charging"),
]


@pytest.mark.parametrize(
    ("fields", "field", "rule", "words"),
    [case[1:] for case in BAD_FIELDS],
    ids=[case[0] for case in BAD_FIELDS],
)
def test_field_that_breaks_the_contract(
    home: Home, fields: dict[str, str], field: str | None, rule: str, words: str
) -> None:
    bad = usage_line(2, **fields)
    report = home.land(usage_file([usage_line(1), bad, usage_line(3)]))
    (file,) = report.landed
    assert (file.records, file.accepted, file.rejected) == (3, 2, 1)
    assert home.rejects() == [(3, field, rule)]
    ((message,),) = home.rows("select message from lake", "trunkline/rejects")
    assert words in message
    assert home.raw_rejects() == [bad.encode()]
    assert home.rows("select line_no from lake order by 1") == [(2,), (4,)]


def test_the_message_never_holds_the_value(home: Home) -> None:
    home.land(usage_file([usage_line(1), usage_line(2, charged_party="+82X555123")]))
    ((message,),) = home.rows("select message from lake", "trunkline/rejects")
    assert "555" not in message


def test_unterminated_quote_in_the_middle_costs_one_record(home: Home) -> None:
    lines = usage_lines(3000)
    lines[1500] = usage_line(1501, cell_id='"CELL')
    report = home.land(usage_file(lines))
    assert (report.landed[0].accepted, report.landed[0].rejected) == (2999, 1)
    assert home.rejects() == [(1502, None, "quotes")]
    ((message,),) = home.rows("select message from lake", "trunkline/rejects")
    assert "quote that does not close" in message and "double the quotes" in message


def test_quote_inside_an_unquoted_field(home: Home) -> None:
    home.land(usage_file([usage_line(1), usage_line(2, cell_id='CE"LL"')]))
    assert home.rejects() == [(3, None, "quotes")]


def test_well_quoted_fields_are_taken(home: Home) -> None:
    line = ",".join(f'"{value}"' for value in usage_line(2).split(","))
    report = home.land(usage_file([usage_line(1), line]))
    assert report.landed[0].accepted == 2
    assert home.rows("select distinct quantity, charging_id from lake") == [(61, None)]


@pytest.mark.parametrize("change", ["extra", "extra_empty", "missing"])
def test_extra_and_missing_fields(home: Home, change: str) -> None:
    line = usage_line(2)
    bad = {"extra": line + ",x", "extra_empty": line + ",", "missing": line[:-1]}[change]
    home.land(usage_file([usage_line(1), bad]))
    assert home.rejects() == [(3, None, "field_count")]
    assert home.raw_rejects() == [bad.encode()]
    ((message,),) = home.rows("select message from lake", "trunkline/rejects")
    assert "does not have 16 fields" in message


def test_blank_line_is_a_rejected_record(home: Home) -> None:
    report = home.land(usage_file([usage_line(1), "", usage_line(3)]))
    assert (report.landed[0].records, report.landed[0].rejected) == (3, 1)
    assert home.rejects() == [(3, None, "field_count")]


def test_mixed_line_ends_are_taken_and_reported(home: Home) -> None:
    content = usage_file(usage_lines(4)).replace("R2", "R2", 1).split("\n")
    mixed = "\r\n".join(content[:3]) + "\n" + "\n".join(content[3:])
    report = home.land(mixed)
    assert (report.landed[0].accepted, report.landed[0].rejected) == (4, 0)
    assert report.landed[0].notes == ("mixes LF and CRLF line ends; both were taken",)


def test_crlf_alone_is_no_news(home: Home) -> None:
    report = home.land(usage_file(usage_lines(2)).replace("\n", "\r\n"))
    assert report.landed[0].accepted == 2
    assert report.landed[0].notes == ()
    assert home.rows("select count(*) from lake where reversal_of is null") == [(2,)]


def test_stray_carriage_return(home: Home) -> None:
    bad = usage_line(2) + "\r" + usage_line(3)
    report = home.land(usage_file([usage_line(1), bad, usage_line(4)]))
    assert (report.landed[0].records, report.landed[0].accepted) == (3, 2)
    assert home.rejects() == [(3, None, "stray_carriage_return")]
    assert home.raw_rejects() == [bad.encode()]


def test_invalid_utf8_line(home: Home) -> None:
    content = usage_file([usage_line(1), usage_line(2, cell_id="#"), usage_line(3)]).encode()
    report = home.land(content.replace(b"#", b"\xff\xfe"))
    assert (report.landed[0].accepted, report.landed[0].rejected) == (2, 1)
    assert home.rejects() == [(3, None, "invalid_utf8")]
    assert b"\xff\xfe" in home.raw_rejects()[0]


def test_single_cp949_line(home: Home) -> None:
    content = usage_file([usage_line(1), usage_line(2, cell_id="#"), usage_line(3)]).encode()
    home.land(content.replace(b"#", "서울".encode("cp949")))
    assert home.rejects() == [(3, None, "cp949")]
    assert "서울".encode("cp949") in home.raw_rejects()[0]


def test_nul_byte(home: Home) -> None:
    content = usage_file([usage_line(1), usage_line(2, cell_id="#"), usage_line(3)])
    home.land(content.replace("#", "\0"))
    assert home.rejects() == [(3, None, "nul_byte")]
    assert b"\0" in home.raw_rejects()[0]


def test_byte_order_mark_is_passed_over(home: Home) -> None:
    report = home.land("\ufeff" + usage_file(usage_lines(2)))
    assert report.landed[0].accepted == 2
    assert report.landed[0].notes == ("begins with a byte order mark, which was passed over",)


def test_header_only_is_a_file_without_records(home: Home) -> None:
    report = home.land(usage_file([]))
    assert report.exit_code == 0
    assert (report.landed[0].records, report.landed[0].accepted) == (0, 0)


def test_columns_in_another_order_are_matched_by_name(home: Home) -> None:
    header, line = (usage_file([usage_line(1)])).splitlines()
    swapped = [",".join(reversed(each.split(","))) for each in (header, line)]
    report = home.land("\n".join(swapped) + "\n")
    assert report.landed[0].accepted == 1
    assert home.rows("select event_key, quantity, unit from lake") == [("MSC01:R1:0", 61, "second")]


def test_unknown_column_is_kept_aside_and_reported(home: Home) -> None:
    header, line = (usage_file([usage_line(1)])).splitlines()
    report = home.land(f"{header},imei\n{line},35209900\n")
    assert report.landed[0].notes == ("the contract does not know its column 17: kept aside",)
    assert "does not know its column 17: kept aside" in "\n".join(report.sentences())
    (path,) = home.settings.aside.glob("load=1/*.parquet")
    assert path.stat().st_mode & 0o777 == 0o600
    assert home.rows(f"select line_no, field, value from read_parquet('{path}')") == [
        (2, "imei", "35209900")
    ]


@pytest.mark.parametrize(
    ("price", "rule"),
    [("1.0000005", "decimal"), ("NaN", "decimal"), ("-1", "minimum"), ("1e2", "decimal")],
)
def test_money_with_more_decimals_than_the_contract(home: Home, price: str, rule: str) -> None:
    header = "charge_id,from_quantity,unit_price,status,valid_from,valid_to\n"
    line = "voice,0,{},active,2026-01-01T00:00:00+09:00,\n"
    home.put(header + line.format("1.8") + line.format(price), "t.csv", "catalogue/charge_tiers")
    home.ingest()
    assert home.rejects() == [(3, "unit_price", rule)]


def test_1_005_for_cents_is_not_rounded(home: Home) -> None:
    home.put(
        "tax_code,name,rate,status,valid_from,valid_to\n"
        "vat,VAT,0.1000005,active,2026-01-01T00:00:00+09:00,\n"
        "vat,VAT,0.100005,active,2026-01-01T00:00:00+09:00,\n",
        "t.csv",
        "catalogue/taxes",
    )
    home.ingest()
    assert home.rejects() == [(2, "rate", "decimal")]
    assert home.rows("select cast(rate as varchar) from lake", "catalogue/taxes") == [("0.100005",)]


def test_unknown_subscriber_and_prefix_are_no_matter_of_landing(home: Home) -> None:
    """They land, and rating puts them into suspense: models and their tests say so."""
    line = usage_line(1, charged_party="+82000000000", other_party="+999123456789")
    report = home.land(usage_file([line]))
    assert report.landed[0].accepted == 1
