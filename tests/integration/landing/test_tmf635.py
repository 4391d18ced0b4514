"""TMF635 usages: which characteristics become which columns, and what is rejected."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.homes import Home
from tests.integration.landing.test_json_documents import TMF635, usage


def told(**values: Any) -> list[dict[str, Any]]:
    return [{"name": name, "value": value} for name, value in values.items()]


def money(value: object, unit: str = "EUR") -> dict[str, Any]:
    return {"taxExcludedRatingAmount": {"value": value, "unit": unit}}


@pytest.mark.parametrize(
    ("more", "columns", "expected"),
    [
        (
            {},
            "usage_id, service, direction, outcome, quantity, unit, started_at::varchar,"
            " other_party_prefix, status",
            ("u-1", "voice", "outgoing", "completed", 60, "second", "2026-01-05 01:00:00",
             "82109876", "received"),
        ),
        # the example of the API's own user guide: country code and number apart, minutes
        (
            {"usageCharacteristic": told(
                originatingCountryCode="43", originatingNumber="676123456789",
                destinationCountryCode="49", destinationNumber="170123456789", duration="20",
                startDateTime="2013-04-19T16:20:00.000Z", unit="MIN")},
            "other_party_prefix, quantity, unit, started_at::varchar",
            ("4917012345", 1200, "second", "2013-04-19 16:20:00"),
        ),
        (
            {"usageCharacteristic": told(direction="MT", originatingNumber="ALPHA",
                                         destinationNumber="01012345678", duration=1)},
            "direction, other_party_prefix, charged_party_key is not null",
            ("incoming", None, True),
        ),
        (
            {"usageType": "gprs", "usageCharacteristic": told(
                msisdn="+821012345678", dataVolumeUplink=9007199254740993, dataVolumeDownlink=0,
                chargingId="c-1", recordSequenceNumber=2, unit="octet")},
            "service, unit, charging_id, record_number",
            None,
        ),
        (
            {"usageType": "SMS", "usageCharacteristic": told(msisdn="+821012345678")},
            "service, quantity, unit",
            ("sms", 1, "message"),
        ),
        ({"status": "rejected"}, "outcome", ("failed",)),
        ({"status": "billed"}, "outcome", ("completed",)),
        (
            {"ratedProductUsage": [money(0.1), money("0.2")]},
            "rated_amount, rated_currency",
            (Decimal("0.300000"), "EUR"),
        ),
        ({"usageSpecification": {"id": "22", "name": "Voice"}}, "usage_specification", ("22",)),
        # who it was, nobody says: it waits in suspense
        ({"usageCharacteristic": told(duration=5)}, "charged_party_key", (None,)),
    ],
    ids=["call", "guide", "incoming", "volume_beyond_limit", "message", "rejected", "billed",
         "rated", "specification", "nobody"],
)  # fmt: skip
def test_a_usage_becomes_a_usage_event(
    home: Home, more: dict[str, Any], columns: str, expected: tuple[Any, ...] | None
) -> None:
    report = home.land(json.dumps(usage(1, **more)), "sent.json", TMF635)
    if expected is None:
        assert home.rejects() == [(1, "quantity", "maximum")]
        return
    assert [(each.accepted, each.rejected) for each in report.landed] == [(1, 0)], home.rejects()
    assert home.rows(f"select {columns} from lake", TMF635) == [expected]


@pytest.mark.parametrize(
    ("more", "field", "rule"),
    [
        ({"id": None}, "usage_id", "required"),
        ({"usageType": "FAX"}, "service", "allowed"),
        ({"status": "open"}, "status", "allowed"),
        ({"status": None}, "status", "required"),
        ({"usageDate": "2026-01-05T10:00:00"}, "started_at", "zone"),
        ({"usageDate": None}, "started_at", "required"),
        ({"usageCharacteristic": told(msisdn="+821012345678")}, "quantity", "required"),
        ({"usageCharacteristic": told(duration=1.5)}, "quantity", "integer"),
        ({"usageCharacteristic": told(duration=1e300)}, "quantity", "integer"),
        ({"usageCharacteristic": told(duration={"amount": 5})}, "quantity", "integer"),
        ({"usageCharacteristic": told(duration=1) * 2}, "quantity", "integer"),
        ({"usageCharacteristic": told(duration=1, unit="KB")}, "unit", "allowed"),
        ({"usageCharacteristic": told(duration=1, unit="byte")}, None, "unit_of_service"),
        ({"usageCharacteristic": told(duration=1, recordSequenceNumber=1)}, None,
         "part_has_session"),
        ({"usageCharacteristic": told(duration=1, msisdn="tel:1")}, "charged_party", "pattern"),
        ({"usageCharacteristic": {"duration": 1}}, "record_number", "integer"),
        ({"usageCharacteristic": [1]}, "record_number", "integer"),
        ({"ratedProductUsage": [money("1.1234567")]}, "rated_amount", "decimal"),
        ({"ratedProductUsage": [money(1), money(1, "USD")]}, "rated_amount", "decimal"),
        ({"ratedProductUsage": 5}, "rated_amount", "decimal"),
    ],
)  # fmt: skip
def test_a_bad_usage_is_rejected_by_itself(
    home: Home, more: dict[str, Any], field: str | None, rule: str
) -> None:
    sent = [usage(1), usage(2, **more), usage(3)]
    (file,) = home.land(json.dumps(sent), "sent.json", TMF635).landed
    assert (file.records, file.accepted, file.rejected) == (3, 2, 1)
    assert home.rejects() == [(2, field, rule)]


def test_an_equal_file_changes_nothing(home: Home) -> None:
    """The same bytes are the same file; what is a usage that comes again is decided by its id."""
    text = json.dumps(usage(1))
    home.land(text, "sent.json", TMF635)
    assert home.land(text, "again.json", TMF635).load_seq is None
    assert home.land(f"{text}\n", "sent.ndjson", TMF635).load_seq == 2
    keys = home.rows("select distinct event_key from lake", TMF635)
    assert keys == [("u-1",)]
