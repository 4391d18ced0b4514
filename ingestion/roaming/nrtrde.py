"""Reads an NRTRDE file (GSMA TD.35): events abroad within hours of their end, not yet charged."""

from __future__ import annotations

from collections.abc import Iterator

from ingestion.files.found import FoundFile
from ingestion.records.read_record import ReadRecord
from ingestion.roaming.ber import read_elements
from ingestion.roaming.element import Element, damaged, lacking
from ingestion.roaming.events import location, outcome, quantity, volumes
from ingestion.roaming.load import load_bytes
from ingestion.roaming.sender import Sending, sending_of
from ingestion.roaming.tags import NRTRDE
from ingestion.roaming.values import Values, moment, party_number, whole
from trunkline.errors import FileRefusedError

FILES, RECORDS = "nrtrde_files", "nrtrde_records"
_OPENED = frozenset({"Nrtrde", "CallEventList"})
_KINDS = {
    "Moc": ("mobile_originated_call", "voice", "outgoing"),
    "Mtc": ("mobile_terminated_call", "voice", "incoming"),
    "Gprs": ("gprs_call", "data", "outgoing"),
}
_PARTIES = {"outgoing": ("ConnectedNumber", "DialledDigits"), "incoming": ("CallingNumber",)}
_SMS_SERVICES = ("21", "22")


def read_nrtrde(file: FoundFile) -> Iterator[ReadRecord]:
    """Yield the records of a file's events in their order, and last the file's own.

    Raises FileRefusedError naming the byte where it is damaged, is no NRTRDE file, lacks what the
    standard asks for, or holds another number of events than it states.
    """
    head = Element("Nrtrde", 0)
    sending: Sending | None = None
    count = 0
    is_begun = False
    for found in read_elements(load_bytes(file), NRTRDE, _OPENED):
        element = found.element
        if not is_begun and element.name != "Nrtrde":
            raise damaged(element.offset, f"it begins with {element.name}, not with an Nrtrde")
        is_begun = True
        if found.moment != "whole":
            continue
        if element.name not in _KINDS:
            head.children.append(element)
            continue
        sending = sending or _sending(head)
        count += 1
        place = f"event {count}, a {element.name} at byte {element.offset:,}"
        yield ReadRecord(RECORDS, count, _event(element, sending, count), place)
    sending = sending or _sending(head)
    _check_count(head, count)
    yield ReadRecord(FILES, 1, _own_values(head, sending, count), "", sending.says())


def _sending(head: Element) -> Sending:
    if head.find("SpecificationVersionNumber") is None:
        raise lacking(head, "SpecificationVersionNumber")
    return sending_of(head, "SequenceNumber", "NR")


def _check_count(head: Element, count: int) -> None:
    stated = head.find("CallEventsCount")
    if stated is None:
        raise lacking(head, "CallEventsCount")
    if stated.number != count:
        raise FileRefusedError(
            "nrtrde_count",
            f"At byte {stated.offset:,}: it states {stated.number:,} events and holds {count:,}.",
            "Have the partner send it again whole; nothing of it was taken.",
            field="CallEventsCount",
        )


def _own_values(head: Element, sending: Sending, count: int) -> Values:
    return {
        **sending.values,
        "specification_version": whole(head.integer("SpecificationVersionNumber")),
        "release_version": whole(head.integer("ReleaseVersionNumber")),
        "file_available_at": moment(
            head.text("FileAvailableTimeStamp"), head.text("UtcTimeOffset")
        ),
        "event_count": str(count),
    }


def _event(record: Element, sending: Sending, position: int) -> Values:
    record_type, service, direction = _KINDS[record.name]
    code = record.text("TeleServiceCode", "BearerServiceCode", "SupplementaryServiceCode")
    service = "sms" if record.text("TeleServiceCode") in _SMS_SERVICES else service
    duration = record.integer("CallEventDuration")
    incoming, outgoing = volumes(record)
    number = record.digits("Msisdn")
    offset = record.text("UtcTimeOffset")
    return {
        **sending.values,
        "record_position": str(position),
        "record_type": record_type,
        "service": service,
        "direction": direction,
        "outcome": outcome(record.integer("CauseForTermination")),
        "imsi": record.digits("Imsi"),
        "msisdn": f"+{number}" if number else None,
        "other_party": party_number(record.text(*_PARTIES[direction])),
        "serving_network": record.text("ServingNetwork"),
        **location(record),
        "charging_id": whole(record.integer("ChargingId")),
        "access_point_name": record.text("AccessPointNameNI"),
        "service_code": code,
        "cause_for_termination": whole(record.integer("CauseForTermination")),
        "started_at": moment(record.text("CallEventStartTimeStamp"), offset),
        "utc_offset": offset,
        "duration_seconds": whole(duration),
        "bytes_incoming": whole(incoming),
        "bytes_outgoing": whole(outgoing),
        **quantity(service, duration, incoming, outgoing),
    }
