"""From a call event detail of a TAP file to the columns of a usage event.

One element per kind of event, named as in GSMA TD.57. What is looked for stands in one place of
each kind, so that the element's name alone leads to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingestion.roaming.element import Element
from ingestion.roaming.values import Values, moment, party_number, whole


@dataclass(frozen=True)
class Kind:
    """What an event of one kind is to the subscriber."""

    record_type: str
    service: str
    direction: str


KINDS = {
    "MobileOriginatedCall": Kind("mobile_originated_call", "voice", "outgoing"),
    "MobileTerminatedCall": Kind("mobile_terminated_call", "voice", "incoming"),
    "SupplServiceEvent": Kind("supplementary_service_event", "content", "outgoing"),
    "ServiceCentreUsage": Kind("service_centre_usage", "sms", "outgoing"),
    "GprsCall": Kind("gprs_call", "data", "outgoing"),
    "ContentTransaction": Kind("content_transaction", "content", "outgoing"),
    "LocationService": Kind("location_service", "content", "outgoing"),
    "MessagingEvent": Kind("messaging_event", "sms", "outgoing"),
    "MobileSession": Kind("mobile_session", "voice", "outgoing"),
}
_STARTS = (
    "CallEventStartTimeStamp", "ServiceStartTimestamp", "OrderPlacedTimeStamp",
    "RequestedDeliveryTimeStamp", "ActualDeliveryTimeStamp", "ChargingTimeStamp",
    "LCSRequestTimestamp", "DepositTimeStamp", "CompletionTimeStamp",
)  # fmt: skip
_OTHER_PARTIES = {
    "outgoing": ("CalledNumber", "NonChargedPartyNumber"),
    "incoming": ("CallingNumber", "NonChargedPartyNumber"),
}
_OTHER_PARTY_TEXTS = {
    "outgoing": ("SMSDestinationNumber", "NonChargedNumber", "DialledDigits"),
    "incoming": ("SMSOriginator", "NonChargedNumber"),
}
# 3GPP TS 22.003: short message terminating and originating point-to-point.
_SMS_SERVICES = ("21", "22")
UNITS = {"voice": "second", "data": "byte", "sms": "message", "content": "item"}
# 3GPP TS 32.298, CauseForRecClosing of a call: an attempt that came to nothing.
_UNSUCCESSFUL = 3


def event_values(record: Element, offsets: Mapping[int, str]) -> Values:
    """Return the columns of an event but its charges; ``offsets`` are those of the file's times."""
    kind = KINDS[record.name]
    service_code = record.text("TeleServiceCode", "BearerServiceCode", "SupplServiceCode")
    service = "sms" if _is_message(record) else kind.service
    incoming, outgoing = volumes(record)
    duration = record.integer("TotalCallEventDuration")
    return {
        "record_type": kind.record_type,
        "service": service,
        "direction": kind.direction,
        "outcome": outcome(record.integer("CauseForTerm")),
        "imsi": record.digits("Imsi") or record.text("Min") or _identifier(record, _IMSI),
        "msisdn": _own_number(record),
        "other_party": _other_party(record, kind.direction),
        "serving_network": record.text("ServingNetwork"),
        **location(record),
        "charging_id": whole(record.integer("ChargingId")) or record.text("EventReference"),
        "partial_type": record.text("PartialTypeIndicator"),
        "access_point_name": record.text("AccessPointNameNI"),
        "service_code": service_code or _session_service(record),
        "cause_for_termination": whole(record.integer("CauseForTerm")),
        **_start(record, offsets),
        "duration_seconds": whole(duration),
        "bytes_incoming": whole(incoming),
        "bytes_outgoing": whole(outgoing),
        **quantity(service, duration, incoming, outgoing),
    }


def quantity(
    service: str, duration: int | None, incoming: int | None, outgoing: int | None
) -> Values:
    """Return what is metered of a service, and in which unit; a message is one."""
    if service == "data":
        has_volume = incoming is not None or outgoing is not None
        used = (incoming or 0) + (outgoing or 0) if has_volume else None
    else:
        used = duration if service == "voice" else 1
    return {"quantity": whole(used), "unit": UNITS[service]}


def volumes(record: Element) -> tuple[int | None, int | None]:
    """Return the bytes to and from the subscriber, None where the record has none."""
    return record.integer("DataVolumeIncoming"), record.integer("DataVolumeOutgoing")


def location(record: Element) -> Values:
    """Return where the event began, as the visited network numbers its cells."""
    reference = record.any("CallReference")
    return {
        "location_area": whole(record.integer("LocationArea")),
        "cell_id": whole(record.integer("CellId")),
        "call_reference": (reference.octets.hex() or None) if reference else None,
    }


def outcome(cause: int | None) -> str:
    """Say whether what was tried came about."""
    return "failed" if cause == _UNSUCCESSFUL else "completed"


def _is_message(record: Element) -> bool:
    is_call = record.name in ("MobileOriginatedCall", "MobileTerminatedCall")
    return is_call and record.text("TeleServiceCode") in _SMS_SERVICES


def _session_service(record: Element) -> str | None:
    """Return the service of a session or message over IMS, by its number in TD.57."""
    number = record.integer("MessagingEventService", "MobileSessionService")
    return None if number is None else f"ims:{number}"


# TD.57, ChargedPartyIdType.
_MSISDN, _IMSI = 1, 2


def _own_number(record: Element) -> str | None:
    digits = record.digits("Msisdn") or record.text("Mdn") or _identifier(record, _MSISDN)
    return f"+{digits}" if digits and not digits.startswith("+") else digits


def _identifier(record: Element, kind: int) -> str | None:
    """Return who is charged for content, where the file names them by that kind of id."""
    for each in record.all("ChargedPartyIdentification"):
        if each.integer("ChargedPartyIdType") == kind:
            return each.text("ChargedPartyIdentifier")
    return None


def _other_party(record: Element, direction: str) -> str | None:
    digits = record.digits(*_OTHER_PARTIES[direction])
    text = record.text(*_OTHER_PARTY_TEXTS[direction])
    return party_number(digits) or party_number(text)


def _start(record: Element, offsets: Mapping[int, str]) -> Values:
    found = record.any(*_STARTS)
    if found is None:
        return {}
    code = found.integer("UtcTimeOffsetCode")
    offset = offsets.get(code) if code is not None else None
    return {"started_at": moment(found.text("LocalTimeStamp"), offset), "utc_offset": offset}
