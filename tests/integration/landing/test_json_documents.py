"""JSON as a form of files: documents and lines, what of them is refused and what rejected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ingestion.report import EXIT_REFUSED
from tests.homes import Home

TMF635 = "tmf635/usages"


def usage(number: int, **more: Any) -> dict[str, Any]:
    """A sound usage of a minute."""
    return {
        "id": f"u-{number}",
        "usageDate": "2026-01-05T10:00:00+09:00",
        "usageType": "VOICE",
        "status": "received",
        "usageCharacteristic": [
            {"name": "originatingNumber", "value": "01012345678"},
            {"name": "destinationNumber", "value": "01098765432"},
            {"name": "duration", "value": 60},
        ],
        **more,
    }


ONE, TWO = json.dumps(usage(1)), json.dumps(usage(2))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"[{ONE},{TWO}]", 2),
        (f" [\n {ONE} ,\n {TWO} ]\n", 2),
        (ONE, 1),
        (f"{ONE}\n{TWO}\n", 2),
        (f"{ONE}{TWO}", 2),
        ("\ufeff" + ONE, 1),
        ("[]", 0),
    ],
    ids=["list", "list_on_lines", "object", "lines", "one_after_another", "mark", "empty_list"],
)
def test_documents_of_each_form(home: Home, text: str, count: int) -> None:
    (file,) = home.land(text, "sent.json", TMF635).landed
    assert (file.records, file.accepted, file.rejected) == (count, count, 0)
    places = [(line,) for line in range(1, count + 1)]
    assert count == 0 or home.rows("select line_no from lake order by 1", TMF635) == places


@pytest.mark.parametrize("name", ["sent.json.gz", "sent.json.zst"])
def test_a_packed_document(home: Home, name: str) -> None:
    (file,) = home.land(f"[{ONE}]", name, TMF635).landed
    assert file.accepted == 1


@pytest.mark.parametrize(
    ("data", "byte", "line"),
    [
        (b"usage: 1\n", 0, 1),
        (b"[\n" + ONE.encode() + b"\n", len(ONE) + 3, 3),
        (b"[\n" + ONE.encode() + b",\n]", len(ONE) + 4, 3),
        (b"[" + ONE.encode() + b"]x", len(ONE) + 2, 1),
        (b"[" + ONE.encode() + b" " + TWO.encode() + b"]", len(ONE) + 2, 1),
        (b"[\n" + b'{"id":"\xea\xb0\x80"} !]', 15, 2),
        (ONE.encode()[:-4], len(ONE) - 4, 1),
        (b"[" * 200_000, 1, 1),
    ],
    ids=["text", "no_end", "comma_before_end", "more_behind", "no_comma", "bytes_not_signs",
         "cut_short", "nested_without_end"],
)  # fmt: skip
def test_what_is_no_json_is_refused_with_byte_and_line(
    home: Home, data: bytes, byte: int, line: int
) -> None:
    home.put_raw(data, "sent.json", TMF635)
    report = home.ingest()
    (refusal,) = report.refused
    assert report.exit_code == EXIT_REFUSED
    assert (refusal.rule, refusal.line) == ("json", line)
    assert f"At byte {byte:,}, on line {line}: it is no JSON" in refusal.message


def test_other_encodings_are_refused_with_byte_and_line(home: Home) -> None:
    home.put_raw(b"[\n" + ONE.encode() + b",\xb0\xa1]", "sent.json", TMF635)
    (refusal,) = home.ingest().refused
    assert (refusal.rule, refusal.line) == ("encoding", 2)
    assert f"At byte {len(ONE) + 3:,}" in refusal.message


def test_a_resident_number_in_a_field_that_nobody_reads_refuses_the_file(home: Home) -> None:
    noted = json.dumps(usage(2, description="900101-1234568"))
    for name in ("sent.json", "sent.ndjson"):
        (refusal,) = home.land(f"{ONE}\n{noted}\n", name, TMF635).refused
        assert (refusal.rule, refusal.line) == ("resident_number", 2)
        assert "900101" not in refusal.message


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("17", "json"),
        ("null", "json"),
        ('["u-3"]', "json"),
        (ONE[:-1] + ', "id": "u-3"}', "doubled_name"),
        ('{"id": "u-3", "usageCharacteristic": [{"name": "a", "name": "b"}]}', "doubled_name"),
        ('{"id": "\\ud800"}', "half_a_sign"),
        ('{"id": "u\\u0000"}', "nul_byte"),
    ],
)
def test_a_record_that_is_no_object_is_rejected_by_itself(home: Home, text: str, rule: str) -> None:
    (file,) = home.land(f"[{ONE},{text},{TWO}]", "sent.json", TMF635).landed
    assert (file.records, file.accepted, file.rejected) == (3, 2, 1)
    assert home.rejects() == [(2, None, rule)]
    assert home.raw_rejects() == [text.encode()]


def test_a_damaged_line_is_rejected_by_itself(home: Home) -> None:
    lines = [ONE.encode(), ONE.encode()[:-9], b"", b'{"id": "\xff"}', TWO.encode() + b" x",
             b'[{"id": 1}]', TWO.encode()]  # fmt: skip
    home.put_raw(b"".join(line + b"\n" for line in lines), "sent.ndjson", TMF635)
    (file,) = home.ingest().landed
    assert (file.records, file.accepted, file.rejected) == (7, 2, 5)
    assert home.rejects() == [
        (2, None, "json"), (3, None, "json"), (4, None, "invalid_utf8"), (5, None, "json"),
        (6, None, "json"),
    ]  # fmt: skip
    assert home.raw_rejects() == lines[1:6]


def test_too_many_bad_records_refuse_the_file_and_name_the_first(home: Home) -> None:
    bad = [json.dumps(usage(number, usageType="FAX")) for number in range(10)]
    (refusal,) = home.land("[\n" + ",\n".join([ONE, *bad]) + "]", "sent.json", TMF635).refused
    assert (refusal.rule, refusal.line, refusal.field) == ("reject_threshold", 3, "service")
    assert "record 2, on line 3" in str(refusal.rejects[0])


def test_the_sidecar_s_count_is_that_of_the_records(home: Home) -> None:
    home.put(f"[{ONE},{TWO}]", "sent.json", TMF635)
    home.put('{"records": 3}', "sent.json.meta.json", TMF635)
    (refusal,) = home.ingest().refused
    assert refusal.rule == "sidecar_records"
    assert "It holds 2 records, its sidecar says 3." in refusal.message
