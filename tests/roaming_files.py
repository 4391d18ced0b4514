"""TAP and NRTRDE files of our own: elements by name, encoded by the library asn1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import asn1

from ingestion.roaming.tags import NRTRDE, TAP, Tag

# A name with its value: a group has a list of such pairs, a value an int, a text or octets.
Spec = tuple[str, Any]

SENDER, RECIPIENT = "AAA01", "BBB02"
IMSI, MSISDN = "999010000000001", "821012345678"
RATE_CODE, OFFSET_CODE = 1, 7


def encode(spec: Spec, tags: Mapping[int, Tag] = TAP) -> bytes:
    """The octets of an element and all that it holds."""
    encoder = asn1.Encoder()
    encoder.start(encoding=asn1.Encoding.DER)
    _write(encoder, spec, {tag.name: (number, tag.form) for number, tag in tags.items()})
    return encoder.output()


def _write(encoder: asn1.Encoder, spec: Spec, numbers: Mapping[str, tuple[int, str]]) -> None:
    name, value = spec
    number, form = numbers[name]
    if form == "group":
        encoder.enter(number, asn1.Classes.Application)
        for child in value:
            _write(encoder, child, numbers)
        encoder.leave()
        return
    octets = _octets(form, value)
    encoder.write(octets, number, asn1.Types.Primitive, asn1.Classes.Application)


def _octets(form: str, value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)
    if form == "digits":
        return bytes.fromhex(value + "F" * (len(value) % 2))
    return value.encode("ascii")


def long_time(name: str, local: str, offset: str = "+0200") -> Spec:
    """A time that bears its own offset."""
    return (name, [("LocalTimeStamp", local), ("UtcTimeOffset", offset)])


def short_time(name: str, local: str, code: int = OFFSET_CODE) -> Spec:
    """A time whose offset the file's table tells."""
    return (name, [("LocalTimeStamp", local), ("UtcTimeOffsetCode", code)])


def subscriber(msisdn: str | None = MSISDN, imsi: str = IMSI) -> Spec:
    numbers = [("Imsi", imsi)] + ([("Msisdn", msisdn)] if msisdn else [])
    return ("ChargeableSubscriber", [("SimChargeableSubscriber", numbers)])


def charges(*amounts: int, tax: int = 0, code: int | None = RATE_CODE) -> Spec:
    """A charge information list: one information with a total and a part for each amount."""
    informations = []
    for amount in amounts:
        total = ("ChargeDetail", [("ChargeType", "00"), ("Charge", amount)])
        part = ("ChargeDetail", [("ChargeType", "01"), ("Charge", amount)])
        parts: list[Spec] = [("ChargedItem", "D")]
        parts += [("ExchangeRateCode", code)] if code is not None else []
        parts += [("ChargeDetailList", [total, part])]
        if tax:
            parts += [
                ("TaxInformationList", [("TaxInformation", [("TaxCode", 1), ("TaxValue", tax)])])
            ]
        informations.append(("ChargeInformation", parts))
    return ("ChargeInformationList", informations)


def call(
    *amounts: int,
    name: str = "MobileOriginatedCall",
    start: str = "20260105120000",
    seconds: int = 61,
    teleservice: str = "11",
    other: str | None = "4930123456",
    msisdn: str | None = MSISDN,
    code: int = OFFSET_CODE,
    more: Sequence[Spec] = (),
    tax: int = 0,
) -> Spec:
    """A call, or by its teleservice (22 or 21) a message, in either direction."""
    is_out = name == "MobileOriginatedCall"
    basic: list[Spec] = [subscriber(msisdn)]
    if other:
        party = ("Destination", [("CalledNumber", other)])
        basic.append(party if is_out else ("CallOriginator", [("CallingNumber", other)]))
    basic += [short_time("CallEventStartTimeStamp", start, code)]
    basic += [("TotalCallEventDuration", seconds)]
    used: list[Spec] = [
        ("BasicService", [("BasicServiceCode", [("TeleServiceCode", teleservice)])])
    ]
    used += [charges(*amounts, tax=tax)] if amounts else []
    information = "MoBasicCallInformation" if is_out else "MtBasicCallInformation"
    place = [("NetworkLocation", [("RecEntityCode", 1), ("LocationArea", 12), ("CellId", 34)])]
    return (
        name,
        [
            (information, basic),
            ("LocationInformation", place),
            ("BasicServiceUsedList", [("BasicServiceUsed", used)]),
            *more,
        ],
    )


def session(
    *amounts: int,
    incoming: int = 1000,
    outgoing: int = 24,
    start: str = "20260105130000",
    msisdn: str | None = MSISDN,
    partial: str | None = None,
    serving: str | None = None,
) -> Spec:
    """A data session."""
    basic: list[Spec] = [("GprsChargeableSubscriber", [subscriber(msisdn)])]
    basic += [("GprsDestination", [("AccessPointNameNI", "internet.example")])]
    basic += [short_time("CallEventStartTimeStamp", start), ("TotalCallEventDuration", 600)]
    basic += [("PartialTypeIndicator", partial)] if partial else []
    basic += [("ChargingId", 4711)]
    location: list[Spec] = [
        ("GprsNetworkLocation", [("RecEntityCodeList", [("RecEntityCode", 1)])])
    ]
    location += [("GeographicalLocation", [("ServingNetwork", serving)])] if serving else []
    used: list[Spec] = [("DataVolumeIncoming", incoming), ("DataVolumeOutgoing", outgoing)]
    used += [charges(*amounts)] if amounts else []
    return (
        "GprsCall",
        [
            ("GprsBasicCallInformation", basic),
            ("GprsLocationInformation", location),
            ("GprsServiceUsed", used),
        ],
    )


def tap(
    events: Sequence[Spec],
    *,
    total: int,
    tax: int = 0,
    count: int | None = None,
    sequence: str = "00042",
    places: int = 3,
    currency: Spec = ("LocalCurrency", "EUR"),
    earliest: str | None = None,
    control: Sequence[Spec] = (),
    head: Sequence[Spec] = (),
    offsets: Mapping[int, str] | None = None,
    rates: Mapping[int, int] | None = None,
    leave_out: str = "",
) -> bytes:
    """A Transfer Batch of some events, with the totals that are stated of them."""
    table = [
        ("UtcTimeOffsetInfo", [("UtcTimeOffsetCode", code), ("UtcTimeOffset", offset)])
        for code, offset in (offsets or {OFFSET_CODE: "+0200"}).items()
    ]
    conversions = [
        (
            "CurrencyConversion",
            [("ExchangeRateCode", code), ("NumberOfDecimalPlaces", 5), ("ExchangeRate", rate)],
        )
        for code, rate in (rates or {RATE_CODE: 116203}).items()
    ]
    audit: list[Spec] = [long_time("EarliestCallTimeStamp", earliest)] if earliest else []
    audit += [("TotalCharge", total), ("TotalTaxValue", tax), ("TotalDiscountValue", 0)]
    audit += [("CallEventDetailsCount", len(events) if count is None else count), *control]
    parts: list[Spec] = [
        ("BatchControlInfo", [*_head(sequence), *head]),
        (
            "AccountingInfo",
            [currency, ("CurrencyConversionList", conversions), ("TapDecimalPlaces", places)],
        ),
        ("NetworkInfo", [("UtcTimeOffsetInfoList", table)]),
        ("CallEventDetailList", list(events)),
        ("AuditControlInfo", [each for each in audit if each[0] != leave_out]),
    ]
    return encode(("TransferBatch", [part for part in parts if part[0] != leave_out]))


def notification(sequence: str = "00043") -> bytes:
    """What is sent in place of a Transfer Batch when nobody was abroad."""
    return encode(("Notification", _head(sequence)))


def _head(sequence: str) -> list[Spec]:
    return [
        ("Sender", SENDER),
        ("Recipient", RECIPIENT),
        ("FileSequenceNumber", sequence),
        long_time("TransferCutOffTimeStamp", "20260106000000"),
        long_time("FileAvailableTimeStamp", "20260106010000"),
        ("SpecificationVersionNumber", 3),
        ("ReleaseVersionNumber", 12),
    ]


def nrtrde(events: Sequence[Spec], *, count: int | None = None, sequence: str = "0000042") -> bytes:
    """An NRTRDE file of some events."""
    parts: list[Spec] = [
        ("SpecificationVersionNumber", 2),
        ("ReleaseVersionNumber", 1),
        ("Sender", SENDER),
        ("Recipient", RECIPIENT),
        ("SequenceNumber", sequence),
        ("FileAvailableTimeStamp", "20260105130203"),
        ("UtcTimeOffset", "+0200"),
        ("CallEventList", list(events)),
        ("CallEventsCount", len(events) if count is None else count),
    ]
    return encode(("Nrtrde", parts), NRTRDE)


def reported(name: str, *fields: Spec, start: str = "20260105120000") -> Spec:
    """An event of an NRTRDE file: Moc, Mtc or Gprs."""
    shared: list[Spec] = [("Imsi", IMSI), ("CallEventStartTimeStamp", start)]
    shared += [("UtcTimeOffset", "+0200"), ("CallEventDuration", 43)]
    shared += [("CauseForTermination", 0), *fields]
    return (name, shared)
