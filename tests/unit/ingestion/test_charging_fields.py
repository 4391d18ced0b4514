"""What records in TS 32.298 terms leave open: empty texts, empty lists, one direction of two."""

from __future__ import annotations

from typing import Any

import pytest

from ingestion.charging.map import record_values
from ingestion.json_records.record import unwritable
from ingestion.tmf635.map import usage_values

CALL = {"recordType": "moCallRecord", "seizureTime": "260105100000+0900", "callDuration": "30"}
MESSAGE = {"recordType": "moSMSRecord", "originationTime": "260105100000+0900"}


@pytest.mark.parametrize(
    ("record", "outcome", "quantity"),
    [
        ({**CALL, "answerTime": ""}, "unanswered", "0"),
        ({**CALL, "answerTime": "260105100005+0900"}, "completed", "30"),
        ({**MESSAGE, "smsResult": ""}, "completed", "1"),
        ({**MESSAGE, "smsResult": "5"}, "failed", "1"),
    ],
)
def test_an_empty_text_is_a_field_that_was_not_sent(
    record: dict[str, Any], outcome: str, quantity: str
) -> None:
    found = record_values(record)
    assert (found["outcome"], found["quantity"]) == (outcome, quantity)


def test_an_empty_country_code_leaves_the_number_as_it_is() -> None:
    told = {"originatingNumber": "01012345678", "originatingCountryCode": ""}
    usage = {"usageCharacteristic": [{"name": n, "value": v} for n, v in told.items()]}
    assert usage_values(usage)["charged_party"] == "01012345678"


FLOWS = [{"ratingGroup": 10, "datavolumeFBCUplink": 5, "datavolumeFBCDownlink": 6}]


def units(*used: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"listOfMultipleUnitUsage": [{"usedUnitContainers": list(used), **more}]}


@pytest.mark.parametrize(
    ("lists", "quantity"),
    [
        ({"listOfTrafficVolumes": [], "listOfServiceData": FLOWS}, "11"),
        ({"listOfTrafficVolumes": []}, "0"),
        (units({"dataVolumeUplink": 100, "dataTotalVolume": 1000}), "1000"),
        (units({"dataVolumeUplink": 100, "dataVolumeDownlink": 20, "dataTotalVolume": 7}), "120"),
        (units({"dataVolumeUplink": 100}), "100"),
        (units(usedUnitContainer=[{"dataTotalVolume": 9}]), "9"),
    ],
)
def test_bytes_are_counted_where_they_stand(lists: dict[str, Any], quantity: str) -> None:
    assert record_values({"recordType": "pGWRecord", **lists})["quantity"] == quantity


def test_a_backslash_of_the_text_itself_is_no_escape() -> None:
    assert unwritable({"a": "\\u0000"}, rb'{"a": "\\u0000"}') == ""
    assert unwritable({"a": "\0"}, rb'{"a": "\u0000"}') == "nul_byte"
    assert unwritable({"a": "\ud800"}, rb'{"a": "\ud800"}') == "half_a_sign"
