"""A small operator whose usage comes from charging systems: its catalogue, lines and files."""

from __future__ import annotations

import json
from typing import Any

from tests.integration.operator_history import Home
from tests.integration.test_asterisk_log import ALWAYS, write, write_catalogue, write_subscribers

NOW = "2026-02-01T06:00:00+00:00"
# numbers of the United States: the country code stands before them, as TS 23.003 has it
OURS, OTHERS = "12125550100", "12125550199"
IMSI = "310260123456789"


def session_part(number: int, sent: int, **more: Any) -> dict[str, Any]:
    """One partial record of a data session, opened an hour after the one before."""
    return {
        "recordType": "pGWRecord", "servedIMSI": IMSI, "servedMSISDN": OURS,
        "p-GWAddress": "10.0.0.1", "chargingID": 77, "recordSequenceNumber": number,
        "nodeID": "PGW01", "localSequenceNumber": number, "duration": 3600,
        "recordOpeningTime": f"2026-01-05T{9 + number:02}:00:00Z",
        "causeForRecClosing": 16, "servingNodePLMNIdentifier": "310260",
        "listOfTrafficVolumes": [{"dataVolumeGPRSUplink": sent, "dataVolumeGPRSDownlink": 0}],
        **more,
    }  # fmt: skip


FIRST = [
    session_part(1, 100),
    session_part(2, 100),
    # the same bytes, counted by the other gateway
    session_part(1, 100, recordType="sGWRecord", nodeID="SGW01"),
    # a session abroad, for which there is no price
    session_part(1, 5, nodeID="PGW02", chargingID=78, servingNodePLMNIdentifier="44010"),
    {"recordType": "moCallRecord", "servedMSISDN": OURS, "calledNumber": "+14155550123",
     "answerTime": "2601051000002B0000", "callDuration": 61, "callReference": "a1",
     "recordingEntity": "12125550001", "causeForTerm": 0},
    {"recordType": "moCallRecord", "servedMSISDN": OTHERS, "calledNumber": "+14155550123",
     "answerTime": "2601051000002B0000", "callDuration": 61, "callReference": "a2",
     "recordingEntity": "12125550001", "causeForTerm": 0},
]  # fmt: skip
# the session's last part, the second once more, and a record that is none
SECOND = [session_part(3, 2000), session_part(2, 100), {"recordType": "pGWRecord"}]
USAGES = [
    {"id": f"u-{number}", "usageDate": f"2026-01-06T10:0{number}:00.250Z", "usageType": "VOICE",
     "status": "rated",
     "usageCharacteristic": [
         {"name": "originatingNumber", "value": f"+{OURS}"},
         {"name": "destinationNumber", "value": "+14155550123"},
         {"name": "duration", "value": seconds}],
     "ratedProductUsage": [{"taxExcludedRatingAmount": {"unit": "USD", "value": 9}}]}
    for number, seconds in ((1, 60), (2, 7))
]  # fmt: skip


def land(home: Home, source: str, entity: str, name: str, records: list[dict[str, Any]]) -> None:
    """Put a JSON file into landing."""
    folder = home.folder / "landing" / source / entity
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(records), "utf-8")


def write_data_price(home: Home) -> None:
    """One cent for each 1,024 bytes, in steps of as many, ten cents a session; 30 s are free."""
    folder = home.folder / "landing" / "catalogue"
    with (folder / "charges" / "charges.csv").open("a", encoding="utf-8") as file:
        file.write("data,pbx,usage,Data,data,outgoing,everywhere,any,1024,1024,1024,0.1,,USD,none,")
        file.write("active,2010-01-01T00:00:00Z,\n")
    with (folder / "charge_tiers" / "charge_tiers.csv").open("a", encoding="utf-8") as file:
        file.write("data,0,0.01,active,2010-01-01T00:00:00Z,\n")
    with (folder / "destinations" / "destinations.csv").open("a", encoding="utf-8") as file:
        file.write("service,data,everywhere,Data,active,2010-01-01T00:00:00Z,\n")
    write(home, "catalogue", "allowances", [
        {"allowance_id": "thirty", "plan_id": "pbx", "service": "voice", "direction": "outgoing",
         "zone": "everywhere", "quantity": 30, **ALWAYS}
    ])  # fmt: skip


def play(home: Home) -> None:
    """Land two loads and build and publish them in one run."""
    home.folder.mkdir(parents=True)
    write_catalogue(home)
    write_data_price(home)
    write_subscribers(home, ["2125550100"])
    land(home, "charging", "charging_records", "charging_PGW01_1.json", FIRST)
    home.run("ingest", now=NOW)
    land(home, "charging", "charging_records", "charging_PGW01_2.json", SECOND)
    land(home, "tmf635", "usages", "tmf635_OCS01_1.json", USAGES)
    home.run("run", now=NOW)
