"""Roaming partners' files land event by event, with what is charged for each."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.homes import Home
from tests.roaming_files import (
    MSISDN,
    call,
    charges,
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
