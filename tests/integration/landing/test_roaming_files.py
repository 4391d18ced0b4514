"""Roaming files as files: what refuses one whole, its identity, and NRTRDE."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingestion.report import EXIT_REFUSED
from ingestion.roaming.tags import NRTRDE as NRTRDE_TAGS
from tests.homes import USAGE, Home, usage_file, usage_lines
from tests.roaming_files import (
    MSISDN,
    call,
    encode,
    notification,
    nrtrde,
    reported,
    tap,
)

TAP = "roaming/tap_records"
TAP_FILES = "roaming/tap_files"
NRTRDE = "roaming/nrtrde_records"
NAME = "CDAAA01BBB0200042"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (tap([call(1)], total=1, count=2), "it states 2 call event details and holds 1"),
        (tap([call(1)], total=1, count=0), "it states 0 call event details and holds 1"),
        (tap([call(1)], total=1, leave_out="TotalCharge"), "AuditControlInfo lacks TotalCharge"),
        (tap([call(1)], total=1, leave_out="AuditControlInfo"), "lacks AuditControlInfo"),
        (tap([call(1)], total=1, leave_out="BatchControlInfo"), "does not stand first"),
        (tap([call(1)], total=1, leave_out="AccountingInfo"), "AccountingInfo does not stand"),
        (tap([call(1)], total=1, places=7), "TapDecimalPlaces is not from 0 to 6"),
        (tap([call(-1)], total=1), "Charge is negative"),
        (tap([call(1)], total=1, rates={1: 0}), "ExchangeRate is not above 0"),
        (tap([call(1)], total=1, sequence="4 2"), "FileSequenceNumber is not of the form"),
        (encode(("TransferBatch", [])), "lacks BatchControlInfo"),
        (encode(("CallEventDetailList", [])), "begins with CallEventDetailList"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused_whole(
    home: Home, data: bytes, words: str
) -> None:
    (refusal,) = home.land(data, "sent.ber", TAP).refused
    assert words in refusal.message
    assert refusal.message.startswith("At byte ")
    assert (home.settings.refused / str(refusal.kept_as)).read_bytes() == data


def test_one_damaged_file_stops_no_other(home: Home) -> None:
    sound = tap([call(1)], total=1)
    home.put(sound[:-5], "CDAAA01BBB0200041", TAP)
    home.put(sound, NAME, TAP)
    home.put(usage_file(usage_lines(2)), "usage_MSC01_1.csv", USAGE)
    report = home.ingest()
    assert report.exit_code == EXIT_REFUSED
    assert [refusal.origin for refusal in report.refused] == ["CDAAA01BBB0200041"]
    assert "At byte 0: TransferBatch is" in report.refused[0].message
    assert sum(file.accepted for file in report.landed) == 1 + 1 + 2


def test_a_name_that_says_another_number_than_the_content(home: Home) -> None:
    (refusal,) = home.land(tap([call(1)], total=1), "CDAAA01BBB0200041.ber", TAP).refused
    assert (refusal.rule, refusal.message) == (
        "file_name",
        "Its name says CDAAA01BBB02 41, its content CDAAA01BBB02 42.",
    )


def test_the_same_file_twice_under_any_name_changes_nothing(home: Home) -> None:
    data = tap([call(1)], total=1)
    home.land(data, NAME, TAP)
    for name in (NAME, "again.ber", f"{NAME}.ber.gz"):
        report = home.land(data, name, TAP)
        assert report.load_seq is None and not report.refused
        assert len(report.unchanged) == 2


def test_a_corrected_file_takes_the_place_of_the_first_when_that_is_declared(home: Home) -> None:
    home.land(tap([call(1000), call(5, start="20260105130000")], total=1005), NAME, TAP)
    corrected = tap([call(1000)], total=1000)
    (refusal,) = home.land(corrected, NAME, TAP).refused
    assert refusal.rule == "rewritten"
    home.put(corrected, NAME, TAP)
    report = home.ingest(replace=f"{TAP}/CDAAA01BBB02/42", reason="the partner corrected it")
    assert not report.refused
    taken_back = home.rows(
        "select reversal_of from lake where reversal_of is not null", TAP, load=report.load_seq or 0
    )
    assert taken_back == [("AAA01:BBB02:charging:42:2",)]


def test_test_data_are_another_sequence(home: Home) -> None:
    home.land(tap([call(1)], total=1), NAME, TAP)
    data = tap([call(2)], total=2, head=[("FileTypeIndicator", "T")])
    report = home.land(data, "TDAAA01BBB0200042", TAP)
    assert not report.refused
    assert home.rows("select file_type, charge_amount from lake order by all", TAP) == [
        ("charging", Decimal("0.001")),
        ("test", Decimal("0.002")),
    ]


def test_a_notification_takes_its_place_in_the_sequence(home: Home) -> None:
    home.put(tap([call(1)], total=1), NAME, TAP)
    home.put(notification("00043"), "CDAAA01BBB0200043", TAP)
    landed = home.ingest().landed
    told = [(each.sequence, each.records) for each in landed if each.entity == "tap_records"]
    assert told == [(42, 1), (43, 0)]


def test_nrtrde_events_land_without_charges(home: Home) -> None:
    data = nrtrde(
        [
            reported(
                "Moc",
                ("ServiceCode", [("TeleServiceCode", "11")]),
                ("ConnectedNumber", "4930123456"),
                ("Msisdn", MSISDN),
                ("ChargeAmount", 42),
            ),
            reported("Mtc", ("ServiceCode", [("TeleServiceCode", "21")]),
                     ("CallingNumber", "INFO")),
            reported("Gprs", ("DataVolumeIncoming", 1000), ("DataVolumeOutgoing", 24),
                     ("ServingNetwork", "CCC03")),
        ]
    )  # fmt: skip
    report = home.land(data, "NRAAA01BBB020000042.ber", NRTRDE)
    assert not report.refused
    landed = {file.identity: file.records for file in report.landed}
    assert landed[f"{NRTRDE}/NRAAA01BBB02/42"] == 3
    assert home.rows(
        "select record_type, service, direction, started_at::varchar, quantity, other_party_prefix,"
        " serving_network from lake order by record_position",
        NRTRDE,
    ) == [
        ("mobile_originated_call", "voice", "outgoing", "2026-01-05 10:00:00", 43, "493012",
         None),
        ("mobile_terminated_call", "sms", "incoming", "2026-01-05 10:00:00", 1, None, None),
        ("gprs_call", "data", "outgoing", "2026-01-05 10:00:00", 1024, None, "CCC03"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (nrtrde([reported("Moc")], count=2), "it states 2 events and holds 1"),
        (encode(("Nrtrde", []), NRTRDE_TAGS), "lacks SpecificationVersionNumber"),
        (tap([call(1)], total=1), "its Nrtrde lacks SpecificationVersionNumber"),
    ],
)
def test_an_nrtrde_file_that_contradicts_itself(home: Home, data: bytes, words: str) -> None:
    (refusal,) = home.land(data, "sent.ber", NRTRDE).refused
    assert words in refusal.message
