"""Roaming partners' files land event by event, with what is charged for each."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.report import EXIT_REFUSED
from ingestion.roaming.ber import read_elements
from ingestion.roaming.element import Element
from ingestion.roaming.tags import NRTRDE as NRTRDE_TAGS
from ingestion.roaming.tags import TAP as TAP_TAGS
from tests.homes import USAGE, Home, usage_file, usage_lines
from tests.roaming_files import (
    MSISDN,
    call,
    charges,
    encode,
    notification,
    nrtrde,
    reported,
    session,
    short_time,
    subscriber,
    tap,
)
from trunkline.pseudonyms import pseudonym

TAP = "roaming/tap_records"
TAP_FILES = "roaming/tap_files"
NRTRDE = "roaming/nrtrde_records"
NAME = "CDAAA01BBB0200042"


def shared(data: Path, name: str) -> Path:
    return data / "tap3_nrtrde" / name


def all_of(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from all_of(child)


def decoded(element: Element, shown: str, octets: str) -> bool:
    """Whether an element is what the reference shows as text and as octets."""
    texts = (str(element.number), element.octets.decode("latin-1"), element.bcd)
    return element.octets.hex() == octets and shown in texts


@pytest.mark.real_data
def test_every_element_equals_the_reference_decoding(shared_data: Path) -> None:
    data = shared(shared_data, "tap_3_12_valid.ber").read_bytes()
    (root,) = (each.element for each in read_elements(data, TAP_TAGS, frozenset()))
    reference = list(ET.parse(shared(shared_data, "ref_tap_3_12_valid.xml")).iter())
    ours = list(all_of(root))
    assert [(each.name, str(each.offset)) for each in ours] == [
        (each.tag, each.attrib["off"]) for each in reference
    ]
    values = [(one, other) for one, other in zip(ours, reference, strict=True) if not len(other)]
    assert len(values) == 77
    for element, told in values:
        assert decoded(element, told.text or "", told.attrib["hex"]), element.name


@pytest.mark.real_data
def test_a_tap_file_that_nobody_here_made(home: Home, shared_data: Path) -> None:
    path = shared(shared_data, "tap_3_12_valid.ber")
    report = home.land(path.read_bytes(), path.name, TAP)
    assert not report.refused
    landed = {file.identity: (file.records, file.accepted) for file in report.landed}
    assert landed[f"{TAP}/CDWERFDXLKJE/31707"] == (4, 4)
    assert home.rows(
        "select sender, recipient, file_sequence_number, event_count, total_charge_amount,"
        " total_tax_amount, exchange_rate, currency from lake where event_key is not null",
        TAP_FILES,
    ) == [("WERFD", "XLKJE", 31707, 4, Decimal("2.300"), 0, Decimal("1.16203"), "EUR")]
    events = home.rows(
        "select record_type, service, direction, started_at::varchar, quantity, charge_amount,"
        " tax_amount, currency, exchange_rate, location_area, cell_id from lake order by record_position",
        TAP,
    )
    rate = Decimal("1.16203")
    assert events == [
        ("mobile_terminated_call", "voice", "incoming", "2014-03-01 12:03:42", 153,
         Decimal("2.3"), 0, "EUR", rate, 3505, 7182),
        ("mobile_originated_call", "voice", "outgoing", "2014-03-01 13:02:00", 213,
         Decimal("2.3"), 0, "EUR", rate, 3505, 7182),
        ("gprs_call", "data", "outgoing", "2014-03-01 13:08:00", 3_400_000_000,
         Decimal("66.6"), 0, "EUR", rate, None, None),
        ("supplementary_service_event", "content", "outgoing", "2014-03-02 13:08:00", 1,
         None, None, None, None, 3505, 7182),
    ]  # fmt: skip


@pytest.mark.real_data
def test_totals_that_do_not_add_up_are_told_and_kept(home: Home, shared_data: Path) -> None:
    """The sample states 2.300 and charges 71.200; its times are of 2005, its calls of 2014."""
    path = shared(shared_data, "tap_3_12_valid.ber")
    report = home.land(path.read_bytes(), path.name, TAP)
    assert any(
        "charge 2.300 stated, 71.200 found; earliest call 2005-04-04T16:24:53+02:00 stated" in line
        for line in report.sentences()
    )
    assert home.rows(
        "select total_charge_amount, found_charge_amount, has_agreeing_amounts, has_agreeing_times"
        " from lake",
        TAP_FILES,
    ) == [(Decimal("2.3"), Decimal("71.2"), False, False)]


@pytest.mark.real_data
def test_a_notification_lands_without_events(home: Home, shared_data: Path) -> None:
    path = shared(shared_data, "tap_notification.ber")
    report = home.land(path.read_bytes(), path.name, TAP)
    landed = {file.identity: file.records for file in report.landed}
    assert landed[f"{TAP}/CDABC08XYZ15/23023"] == 0
    assert home.rows("select kind, event_count from lake", TAP_FILES) == [("notification", 0)]
    # as NRTRDE it makes no sense, and says where
    (refusal,) = home.land(path.read_bytes(), path.name, NRTRDE).refused
    assert (refusal.rule, refusal.message[:10]) == ("ber", "At byte 0:")


@pytest.mark.real_data
def test_a_sample_without_what_the_standard_asks_for(home: Home, shared_data: Path) -> None:
    path = shared(shared_data, "sample-DataInterChange-1.ber")
    (refusal,) = home.land(path.read_bytes(), path.name, TAP).refused
    assert refusal.message.startswith("At byte 313: its AuditControlInfo lacks CallEventDetails")


def test_events_of_every_common_kind(home: Home) -> None:
    message = call(50, teleservice="22", start="20260105110000", seconds=0)
    content = (
        "ContentTransaction",
        [
            (
                "ContentTransactionBasicInfo",
                [short_time("OrderPlacedTimeStamp", "20260105140000")],
            ),
            (
                "ChargedPartyInformation",
                [
                    (
                        "ChargedPartyIdList",
                        [
                            (
                                "ChargedPartyIdentification",
                                [("ChargedPartyIdType", 1), ("ChargedPartyIdentifier", MSISDN)],
                            )
                        ],
                    )
                ],
            ),
            (
                "ContentServiceUsedList",
                [
                    ("ContentServiceUsed", [charges(900)]),
                    ("ContentServiceUsed", [("ChargeRefundIndicator", 1), charges(200)]),
                ],
            ),
        ],
    )
    ims = (
        "MessagingEvent",
        [
            ("MessagingEventService", 1),
            ("ChargedParty", [("Imsi", "999010000000001"), ("Msisdn", MSISDN)]),
            ("EventReference", "ref-1"),
            short_time("ServiceStartTimestamp", "20260105150000"),
            ("NonChargedParty", [("NonChargedPartyNumber", "4930999999")]),
            ("Charge", 70),
        ],
    )
    volte = (
        "MobileSession",
        [
            ("MobileSessionService", 1),
            ("ChargedParty", [("Imsi", "999010000000001")]),
            short_time("ServiceStartTimestamp", "20260105160000"),
            ("TotalCallEventDuration", 90),
            (
                "SessionChargeInfoList",
                [
                    (
                        "SessionChargeInformation",
                        [
                            ("ChargedItem", "D"),
                            (
                                "ChargeDetailList",
                                [("ChargeDetail", [("ChargeType", "00"), ("Charge", 80)])],
                            ),
                        ],
                    )
                ],
            ),
        ],
    )
    camel = ("CamelServiceUsed", [("CamelInvocationFee", 5)])
    data = tap(
        [
            call(1000, 234, tax=100, more=[camel]),
            message,
            session(66600, serving="CCC03", partial="I"),
            content,
            ims,
            volte,
        ],
        total=1239 + 50 + 66600 + 900 + 70 + 80,
        tax=200,
        control=[("TotalChargeRefund", 200)],
    )
    report = home.land(data, NAME, TAP)
    assert not report.refused
    # the name that GSMA gives it has no ending; nothing disagrees, so nothing is noted
    assert [(file.origin, file.notes) for file in report.landed] == [(NAME, ())] * 2
    rows = home.rows(
        "select record_type, service, quantity, unit, charge_amount, tax_amount, exchange_rate,"
        " coalesce(serving_network, partial_type, service_code), other_party_prefix"
        " from lake order by record_position",
        TAP,
    )
    rate = Decimal("1.16203")
    assert rows == [
        ("mobile_originated_call", "voice", 61, "second", Decimal("1.239"), Decimal("0.2"), rate,
         "11", "493012"),
        ("mobile_originated_call", "sms", 1, "message", Decimal("0.05"), 0, rate, "22", "493012"),
        ("gprs_call", "data", 1024, "byte", Decimal("66.6"), 0, rate, "CCC03", None),
        ("content_transaction", "content", 1, "item", Decimal("0.7"), 0, rate, None, None),
        ("messaging_event", "sms", 1, "message", Decimal("0.07"), 0, rate, "ims:1", "493099"),
        ("mobile_session", "voice", 90, "second", Decimal("0.08"), 0, rate, "ims:1", None),
    ]  # fmt: skip
    details = home.rows("select charge_details from lake where record_position = 1", TAP)
    assert details[0][0].count('"type":"00"') == 2
    assert '{"item":null,"type":"camel","amount":"0.005"}' in details[0][0]
    # the number is the same person's as in any other source; the IMSI is a key too
    keys = home.rows("select distinct msisdn_key from lake where msisdn_key is not null", TAP)
    assert keys == [(pseudonym(home.settings, "number", f"+{MSISDN}"),)]
    columns = {row[0] for row in home.rows("select column_name from (describe lake)", TAP)}
    assert not {"imsi", "msisdn", "other_party"} & columns


@pytest.mark.parametrize(
    ("offset", "local", "utc"),
    [
        ("+0200", "20260105120000", "2026-01-05 10:00:00"),
        ("-0330", "20260105233000", "2026-01-06 03:00:00"),
        ("+1400", "20260101000000", "2025-12-31 10:00:00"),
        ("+0000", "20260228235959", "2026-02-28 23:59:59"),
    ],
)
def test_local_times_take_the_offset_that_their_code_names(
    home: Home, offset: str, local: str, utc: str
) -> None:
    data = tap([call(1, start=local)], total=1, offsets={1: "+0700", 7: offset})
    home.land(data, NAME, TAP)
    assert home.rows("select started_at::varchar, utc_offset from lake", TAP) == [(utc, offset)]


@pytest.mark.parametrize(
    ("places", "units", "amount"),
    [
        (0, 12, Decimal(12)),
        (3, 1234, Decimal("1.234")),
        (6, 1, Decimal("0.000001")),
        (6, 123_456_789_012_345_678, Decimal("123456789012.345678")),
    ],
)
def test_amounts_are_exact_at_any_number_of_places(
    home: Home, places: int, units: int, amount: Decimal
) -> None:
    home.land(tap([call(units)], total=units, places=places), NAME, TAP)
    assert home.rows("select charge_amount from lake", TAP) == [(amount,)]
    assert home.rows("select total_charge_amount, has_agreeing_amounts from lake", TAP_FILES) == [
        (amount, True)
    ]


def test_the_file_s_own_currency_goes_before_the_local_one(home: Home) -> None:
    home.land(tap([call(1)], total=1, currency=("TapCurrency", "XDR")), NAME, TAP)
    assert home.rows("select currency, tap_currency, local_currency from lake", TAP_FILES) == [
        ("XDR", "XDR", None)
    ]


def test_an_event_that_lacks_what_it_needs_is_rejected_and_the_others_stay(home: Home) -> None:
    """TD.57 calls it a severe error: of the record, not of the file."""
    silent = ("MobileOriginatedCall", [("MoBasicCallInformation", [subscriber()])])
    data = tap(
        [call(10), silent, call(20, code=3), session(30, incoming=-5, outgoing=1), call(40)],
        total=100,
    )
    report = home.land(data, NAME, TAP)
    file = next(file for file in report.landed if file.entity == "tap_records")
    assert (file.records, file.accepted, file.rejected) == (5, 2, 3)
    assert home.rejects() == [
        (2, "started_at", "required"),
        (3, "started_at", "zone"),
        (4, "bytes_incoming", "minimum"),
    ]


def test_a_subscriber_without_a_number_keeps_the_key_of_the_imsi(home: Home) -> None:
    home.land(tap([call(1, msisdn=None, other=None)], total=1), NAME, TAP)
    assert home.rows("select msisdn_key, imsi_key, other_party_key from lake", TAP) == [
        (None, pseudonym(home.settings, "person", "999010000000001"), None)
    ]


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
