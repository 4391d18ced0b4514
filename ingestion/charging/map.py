"""From a charging record of 3GPP TS 32.298 to the columns of a usage event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingestion.charging.record_types import KINDS, Kind, type_named
from ingestion.charging.values import (
    Values,
    address,
    first,
    moment,
    network,
    number_or_none,
    own_number,
)
from ingestion.charging.volumes import volumes

_UNITS = {"voice": "second", "data": "byte", "sms": "message"}
# CauseForTerm and CauseForRecClosing: an attempt that came to nothing.
_UNSUCCESSFUL = ("3", "unsuccessfulCallAttempt")
# SMMessageType of a message that the charging function tells of.
_MESSAGES = {"0": "outgoing", "submission": "outgoing", "3": "incoming", "delivery": "incoming"}
_GATEWAYS = ("p-GWAddress", "p-GWAddressUsed", "ggsnAddress", "ggsnAddressUsed")
_NODES = ("nodeID", "recordingNetworkFunctionID", "recordingEntity")
_OTHER_PARTIES = {
    "outgoing": ("calledNumber", "destinationNumber", "dialledNumber"),
    "incoming": ("callingNumber", "originatingNumber"),
}


def record_values(record: dict[str, Any]) -> Values:
    """Return the columns of one record.

    Of a type that is no use of a subscriber it is the type alone, which the contract rejects.
    """
    record, chosen = _unwrapped(record)
    record_type = type_named(first(record, "recordType") or chosen)
    kind = KINDS.get(record_type or "")
    values: Values = {"record_type": record_type}
    if kind is None:
        return values
    session = _part(record, "pDUSessionChargingInformation")
    message = _part(record, "sMSChargingInformation")
    service = "sms" if message else kind.service
    direction: str | None = kind.direction
    if message:
        stated = first(message, "sMMessageType")
        direction = _MESSAGES.get(stated or "", stated)
    values |= {
        "recording_entity": _node(record),
        "gateway": _gateway(record),
        **_subscriber(record),
        "service": service,
        "direction": direction,
        "other_party": _other_party(record, direction),
        "charging_id": first(record, "chargingID")
        or first(session, "pDUSessionChargingID")
        or first(record, "chargingSessionIdentifier"),
        "call_reference": first(record, "callReference", "callReferenceNumber"),
        "record_sequence_number": first(record, "recordSequenceNumber", "sequenceNumber"),
        "started_at": _start(record, service),
        "duration_seconds": first(record, "callDuration", "duration"),
        "cause_for_rec_closing": first(record, "causeForRecClosing", "causeForTerm"),
        "cell_identifier": _cell(record),
        "service_key": first(record, "serviceKey"),
        "access_point_name": first(record, "accessPointNameNI", "apn")
        or first(session, "dataNetworkNameIdentifier"),
    }
    values |= _networks(record, values)
    values["outcome"] = _outcome(record, kind, values)
    values |= _quantity(record, values)
    values["unit"] = _UNITS.get(service)
    values["record_key"] = _record_key(record, values)
    return values


def _unwrapped(record: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Return the record out of the CHOICE that a decoder may leave around it, and its name."""
    if len(record) == 1:
        ((name, inner),) = record.items()
        if isinstance(inner, dict):
            return inner, name
    return record, None


def _part(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    part = record.get(name)
    return part if isinstance(part, dict) else {}


def _node(record: Mapping[str, Any]) -> str | None:
    return next((text for name in _NODES if (text := address(record.get(name)))), None)


def _gateway(record: Mapping[str, Any]) -> str | None:
    return next((text for name in _GATEWAYS if (text := address(record.get(name)))), None)


def _subscriber(record: Mapping[str, Any]) -> Values:
    """Return IMSI and number: of their own fields, else as the charging function names them."""
    imsi, number = first(record, "servedIMSI"), first(record, "servedMSISDN")
    identifier = record.get("subscriberIdentifier")
    if isinstance(identifier, dict):
        kind, data = (
            first(identifier, "subscriptionIDType"),
            first(identifier, "subscriptionIDData"),
        )
        if kind in ("eND-USER-IMSI", "1"):
            imsi = imsi or data
        elif kind in ("eND-USER-E164", "0"):
            number = number or data
    elif isinstance(identifier, str):
        # TS 29.571: imsi- and msisdn- in front of the digits
        kind, _, data = identifier.partition("-")
        imsi = imsi or (data if kind == "imsi" else None)
        number = number or (data if kind == "msisdn" else None)
    return {"served_imsi": imsi, "served_msisdn": own_number(number)}


def _other_party(record: Mapping[str, Any], direction: str | None) -> str | None:
    stated = first(record, *_OTHER_PARTIES.get(direction or "", ()))
    return stated if direction == "outgoing" else number_or_none(stated)


def _start(record: Mapping[str, Any], service: str) -> str | None:
    """Return when it began: a call when it was answered, a part of a session when it was opened."""
    names: tuple[str, ...] = ("recordOpeningTime",)
    if service == "voice":
        names = ("answerTime", "seizureTime", *names)
    elif service == "sms":
        names = ("originationTime", "deliveryTime", "eventTimeStamp", *names)
    return moment(first(record, *names))


def _cell(record: Mapping[str, Any]) -> str | None:
    location = _part(record, "location")
    return first(record, "cellIdentifier", "cellId") or first(location, "cellId", "cellIdentifier")


def _networks(record: Mapping[str, Any], values: Values) -> Values:
    serving = network(record.get("servingNodePLMNIdentifier"))
    imsi = values["served_imsi"]
    own = imsi[: len(serving)] if imsi and serving else None
    return {"serving_network": serving, "subscriber_network": own}


def _outcome(record: Mapping[str, Any], kind: Kind, values: Values) -> str:
    if not kind.is_charged:
        return "reported"
    if values["cause_for_rec_closing"] in _UNSUCCESSFUL:
        return "failed"
    # smsResult stands only where the message was not delivered
    if values["service"] == "sms" and first(record, "smsResult") is not None:
        return "failed"
    was_rung = first(record, "seizureTime") is not None and first(record, "answerTime") is None
    return "unanswered" if values["service"] == "voice" and was_rung else "completed"


def _quantity(record: dict[str, Any], values: Values) -> Values:
    if values["service"] == "data":
        return volumes(record)
    if values["service"] == "sms":
        return {"quantity": "1"}
    # of an attempt callDuration is how long the line was held (TS 32.298 clause 5.1.2.1)
    return {"quantity": values["duration_seconds"] if values["outcome"] == "completed" else "0"}


def _record_key(record: Mapping[str, Any], values: Values) -> str | None:
    """Return what the record is known by: its node's own number, else session or call and part."""
    number = first(record, "localSequenceNumber", "localRecordSequenceNumber")
    node = values["recording_entity"]
    if node and number:
        return f"node/{node}/{number}"
    part = values["record_sequence_number"] or "0"
    if values["service"] == "data" and values["charging_id"]:
        named = values["gateway"] or ""
        return f"session/{values['record_type']}/{named}/{values['charging_id']}/{part}"
    if values["call_reference"]:
        return f"call/{values['record_type']}/{node or ''}/{values['call_reference']}/{part}"
    return None
