"""The record types of 3GPP TS 32.298 that tell of a subscriber's use, by name and number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """What a record of one type is to the subscriber.

    ``is_charged`` is false for a type that tells again of what another node's record tells.
    """

    number: str
    service: str
    direction: str
    is_charged: bool = True


# RecordType, TS 32.298 clause 5.2.1.
KINDS = {
    "moCallRecord": Kind("0", "voice", "outgoing"),
    "mtCallRecord": Kind("1", "voice", "incoming"),
    "moSMSRecord": Kind("6", "sms", "outgoing"),
    "mtSMSRecord": Kind("7", "sms", "incoming"),
    "sgsnPDPRecord": Kind("18", "data", "outgoing"),
    "sgsnSMORecord": Kind("21", "sms", "outgoing"),
    "sgsnSMTRecord": Kind("22", "sms", "incoming"),
    # the P-GW counts the same bytes of the same bearer, by the same charging id
    "sGWRecord": Kind("84", "data", "outgoing", is_charged=False),
    "pGWRecord": Kind("85", "data", "outgoing"),
    "chargingFunctionRecord": Kind("200", "data", "outgoing"),
}
_NAMES = {kind.number: name for name, kind in KINDS.items()}


def type_named(text: str | None) -> str | None:
    """Return a record type by its name, whether it was given so or by its number."""
    return None if text is None else _NAMES.get(text, text)
