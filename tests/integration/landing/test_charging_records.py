"""Charging records of 3GPP TS 32.298 as JSON, lines of JSON and CSV: what becomes of each field."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.homes import Home

CHARGING = "charging/charging_records"
CALL: dict[str, Any] = {
    "recordType": "moCallRecord",
    "servedIMSI": "450051234567890",
    "servedMSISDN": "821012345678",
    "calledNumber": "01098765432",
    "recordingEntity": "821000000001",
    "seizureTime": "2601051000002B0900",
    "answerTime": "260105100005+0900",
    "callDuration": 61,
    "causeForTerm": 0,
    "callReference": "0a1b",
    "location": {"locationAreaCode": "1234", "cellId": "CELL1"},
}
SESSION: dict[str, Any] = {
    "recordType": "pGWRecord",
    "servedIMSI": "450051234567890",
    "servedMSISDN": "821012345678",
    "p-GWAddress": {"iPBinaryAddress": {"iPBinV4Address": "10.0.0.1"}},
    "chargingID": 77,
    "accessPointNameNI": "internet",
    "recordOpeningTime": "2026-01-05T10:00:00+09:00",
    "duration": 3600,
    "causeForRecClosing": 16,
    "recordSequenceNumber": 2,
    "nodeID": "PGW01",
    "localSequenceNumber": 5,
    "servingNodePLMNIdentifier": "450-05",
    "listOfTrafficVolumes": [
        {"dataVolumeGPRSUplink": 10, "dataVolumeGPRSDownlink": 20},
        {"dataVolumeGPRSUplink": 1, "dataVolumeGPRSDownlink": 2},
    ],
}
FUNCTION: dict[str, Any] = {
    "recordType": 200,
    "recordingNetworkFunctionID": "chf-1",
    "subscriberIdentifier": {
        "subscriptionIDType": "eND-USER-E164", "subscriptionIDData": "821012345678",
    },
    "chargingSessionIdentifier": "s-1",
    "recordOpeningTime": "2026-01-05T01:00:00Z",
    "duration": 60,
    "causeForRecClosing": 0,
    "localRecordSequenceNumber": 9,
    "listOfMultipleUnitUsage": [
        {"ratingGroup": 10, "usedUnitContainers": [
            {"dataVolumeUplink": 100, "dataVolumeDownlink": 200}, {"dataTotalVolume": 50}]},
        {"ratingGroup": 20, "usedUnitContainers": [{"dataTotalVolume": 7}]},
    ],
}  # fmt: skip


def only(home: Home, record: dict[str, Any], columns: str) -> tuple[Any, ...]:
    """Land one record and return columns of it, times as texts."""
    report = home.land(json.dumps([record]), "export.json", CHARGING)
    assert [(each.accepted, each.rejected) for each in report.landed] == [(1, 0)], home.rejects()
    (row,) = home.rows(f"select {columns} from lake", CHARGING)
    return row


def without(record: dict[str, Any], *names: str, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names} | more


@pytest.mark.parametrize(
    ("record", "columns", "expected"),
    [
        (
            CALL,
            "record_key, service, direction, outcome, quantity, unit, started_at::varchar,"
            " other_party_prefix, cell_identifier",
            ("call/moCallRecord/821000000001/0a1b/0", "voice", "outgoing", "completed", 61,
             "second", "2026-01-05 01:00:05", "82109876", "CELL1"),
        ),
        (CALL | {"recordType": 0}, "record_type", ("moCallRecord",)),
        ({"moCallRecord": without(CALL, "recordType")}, "record_type", ("moCallRecord",)),
        (
            without(CALL, "answerTime"),
            "outcome, quantity, duration_seconds, started_at::varchar",
            ("unanswered", 0, 61, "2026-01-05 01:00:00"),
        ),
        (CALL | {"causeForTerm": "unsuccessfulCallAttempt"}, "outcome, quantity", ("failed", 0)),
        (
            without(CALL, "calledNumber", recordType="mtCallRecord", callingNumber="ALPHA"),
            "direction, other_party_prefix",
            ("incoming", None),
        ),
        (
            CALL | {"recordType": "moSMSRecord", "destinationNumber": "+4930123456",
                    "calledNumber": None, "originationTime": "2026-01-05T10:00:09+09:00"},
            "service, quantity, unit, other_party_prefix, started_at::varchar, outcome",
            ("sms", 1, "message", "493012", "2026-01-05 01:00:09", "completed"),
        ),
        (CALL | {"recordType": "sgsnSMORecord", "smsResult": 1,
                 "eventTimeStamp": "260105100005+0900"}, "service, outcome",
         ("sms", "failed")),
        (
            SESSION,
            "record_key, gateway, charging_id, record_sequence_number, data_volume_uplink,"
            " data_volume_downlink, quantity, unit, serving_network, subscriber_network",
            ("node/PGW01/5", "10.0.0.1", "77", 2, 11, 22, 33, "byte", "45005", "45005"),
        ),
        (
            without(SESSION, "nodeID", servingNodePLMNIdentifier={"mCC": "440", "mNC": "10"}),
            "record_key, serving_network, subscriber_network",
            ("session/pGWRecord/10.0.0.1/77/2", "44010", "45005"),
        ),
        (
            without(SESSION, "listOfTrafficVolumes", listOfServiceData=[
                {"ratingGroup": 10, "datavolumeFBCUplink": 5, "datavolumeFBCDownlink": 6}]),
            "quantity, rating_groups",
            (11, '{"10":11}'),
        ),
        (SESSION | {"listOfTrafficVolumes": []}, "quantity", (0,)),
        (SESSION | {"recordType": "sGWRecord"}, "outcome", ("reported",)),
        (SESSION | {"recordType": "sgsnPDPRecord"}, "outcome", ("completed",)),
        (
            FUNCTION,
            "record_key, charging_id, quantity, data_volume_uplink, rating_groups,"
            " record_sequence_number, served_imsi_key",
            ("node/chf-1/9", "s-1", 357, 100, '{"10":350,"20":7}', None, None),
        ),
        (
            without(FUNCTION, "listOfMultipleUnitUsage", calledNumber="01098765432",
                    sMSChargingInformation={"sMMessageType": "submission"}),
            "service, direction, quantity, other_party_prefix",
            ("sms", "outgoing", 1, "82109876"),
        ),
        # a count beyond what binary floating point gives back
        (SESSION | {"listOfTrafficVolumes": [{"dataVolumeGPRSUplink": 9007199254993}]},
         "quantity", (9007199254993,)),
    ],
    ids=["call", "type_by_number", "type_by_choice", "unanswered", "unsuccessful", "incoming",
         "message", "message_not_delivered", "session", "abroad_without_node", "service_data",
         "no_bytes", "serving_gateway", "sgsn", "charging_function", "message_by_function",
         "large_count"],
)  # fmt: skip
def test_a_record_becomes_a_usage_event(
    home: Home, record: dict[str, Any], columns: str, expected: tuple[Any, ...]
) -> None:
    assert only(home, record, columns) == expected


def test_the_number_is_the_same_person_as_in_every_other_source(home: Home) -> None:
    key = only(home, CALL, "served_msisdn_key")
    home.land(_usage_line(), "usage_MSC01_1.csv")
    assert home.rows("select charged_party_key from lake") == [key]


def _usage_line() -> str:
    from tests.homes import usage_file, usage_lines

    return usage_file(usage_lines(1))


BAD: list[tuple[str, dict[str, Any], str | None, str]] = [
    ("other_type", CALL | {"recordType": "transitCallRecord"}, "record_type", "allowed"),
    ("no_type", without(CALL, "recordType"), "record_type", "required"),
    ("no_key", without(CALL, "callReference"), "record_key", "required"),
    ("no_zone", CALL | {"answerTime": "2026-01-05T10:00:05"}, "started_at", "zone"),
    ("no_time", without(CALL, "answerTime", "seizureTime"), "started_at", "required"),
    ("half_a_second", CALL | {"callDuration": 61.5}, "duration_seconds", "integer"),
    ("nan", CALL | {"callDuration": float("nan")}, "duration_seconds", "integer"),
    ("exponent", CALL | {"callDuration": "6e1"}, "duration_seconds", "integer"),
    ("no_duration", without(CALL, "callDuration"), "quantity", "required"),
    ("letters_in_number", CALL | {"servedMSISDN": "91280F"}, "served_msisdn", "pattern"),
    ("number_as_object", CALL | {"servedMSISDN": {"a": 1}}, "served_msisdn", "pattern"),
    ("called_a_name", CALL | {"calledNumber": "ALPHA"}, "other_party", "pattern"),
    ("volumes_are_none", SESSION | {"listOfTrafficVolumes": 5}, "data_volume_uplink", "integer"),
    ("volume_is_text", SESSION | {"listOfTrafficVolumes": [{"dataVolumeGPRSUplink": "ten"}]},
     "data_volume_uplink", "integer"),
    ("negative_volume", SESSION | {"listOfTrafficVolumes": [{"dataVolumeGPRSDownlink": -1}]},
     "data_volume_downlink", "minimum"),
    ("no_volumes", without(SESSION, "listOfTrafficVolumes"), "quantity", "required"),
    ("part_of_nothing", without(SESSION, "chargingID"), None, "part_has_session"),
    ("network_without_imsi", without(SESSION, "servedIMSI"), None, "serving_network_needs_imsi"),
    ("message_of_no_kind", without(FUNCTION, sMSChargingInformation={"sMMessageType": "2"}),
     "direction", "allowed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("record", "field", "rule"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_a_bad_record_is_rejected_by_itself(
    home: Home, record: dict[str, Any], field: str | None, rule: str
) -> None:
    sound = CALL | {"callReference": "ffff"}
    (file,) = home.land(json.dumps([sound, record, SESSION]), "export.json", CHARGING).landed
    assert (file.records, file.accepted, file.rejected) == (3, 2, 1)
    assert home.rejects() == [(2, field, rule)]
    assert home.rows("select line_no from lake order by 1", CHARGING) == [(1,), (3,)]


def as_csv(records: list[dict[str, Any]]) -> str:
    """Records as CSV: lists and objects as JSON in their cells."""
    names = list(dict.fromkeys(name for record in records for name in record))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        cells = [record.get(name, "") for name in names]
        writer.writerow([json.dumps(c) if isinstance(c, list | dict) else c for c in cells])
    return out.getvalue()


def test_json_lines_and_csv_say_the_same(home: Home) -> None:
    records = [CALL, SESSION, FUNCTION]
    home.land(json.dumps(records, indent=2), "a.json", CHARGING)
    lines = "".join(json.dumps(record) + "\n" for record in records)
    home.land(lines, "b.ndjson", CHARGING)
    home.land(as_csv(records), "c.csv", CHARGING)
    landed = [
        home.rows("select * exclude (file_no, line_no, load) from lake order by line_no",
                  CHARGING, load=load)
        for load in (1, 2, 3)
    ]  # fmt: skip
    assert len(landed[0]) == 3
    assert landed[0] == landed[1] == landed[2]


def test_flat_counts_of_a_csv(home: Home) -> None:
    flat = without(SESSION, "listOfTrafficVolumes", dataVolumeGPRSUplink=4,
                   dataVolumeGPRSDownlink=5)  # fmt: skip
    home.land(as_csv([flat]), "flat.csv", CHARGING)
    assert home.rows("select data_volume_uplink, quantity from lake", CHARGING) == [(4, 9)]


def test_bad_rows_of_a_csv(home: Home) -> None:
    header, first, *_ = as_csv([CALL]).splitlines()
    bad = ['a"b' + first, first + ",x", "", first.replace("CELL1", "\0")]
    content = "\n".join([header, *bad, first]) + "\n"
    (file,) = home.land(content, "bad.csv", CHARGING).landed
    assert (file.records, file.accepted, file.rejected) == (5, 1, 4)
    assert home.rejects() == [
        (2, None, "quotes"), (3, None, "field_count"), (4, None, "field_count"),
        (5, None, "nul_byte"),
    ]  # fmt: skip


def test_a_cell_of_json_that_says_what_no_text_may_hold(home: Home) -> None:
    header, first = as_csv([CALL]).splitlines()
    bad = [first.replace("CELL1", escape) for escape in ("\\ud800", "\\u0000")]
    home.land("\n".join([header, *bad, first]) + "\n", "bad.csv", CHARGING)
    assert home.rejects() == [(2, None, "half_a_sign"), (3, None, "nul_byte")]


def test_the_contract_s_own_columns_are_taken_as_well(home: Home) -> None:
    own = (
        "record_type,record_key,served_msisdn,service,direction,outcome,started_at,quantity,unit\n"
        "moCallRecord,k1,+821012345678,voice,outgoing,completed,2026-01-05T10:00:00Z,60,second\n"
    )
    home.land(own, "own.csv", CHARGING)
    home.land(json.dumps(dict(zip(*[line.split(",") for line in own.splitlines()], strict=True)))
              + "\n", "own.ndjson", CHARGING)  # fmt: skip
    assert home.rows("select event_key, quantity from lake", CHARGING) == [("k1", 60)] * 2
