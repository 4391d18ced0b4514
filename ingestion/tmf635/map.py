"""From a TMF635 usage to the columns of a usage event."""

from __future__ import annotations

import re
from typing import Any

from ingestion.json_records.decode import text_of
from ingestion.tmf635.characteristics import Characteristics
from ingestion.tmf635.rated import rated_values

Values = dict[str, str | None]

# usageType in lower case; what else a sender calls a service is left for the contract to reject.
_SERVICES = {
    "voice": "voice", "call": "voice",
    "sms": "sms", "mms": "mms",
    "data": "data", "gprs": "data", "internet": "data",
    "content": "content", "vas": "content",
}  # fmt: skip
_UNITS = {"voice": "second", "sms": "message", "mms": "message", "data": "byte", "content": "item"}
# Units that are one of ours or a whole multiple of it. KB and MB are not: 1000 or 1024.
_NAMED_UNITS = {
    "s": ("second", 1), "sec": ("second", 1), "second": ("second", 1), "seconds": ("second", 1),
    "min": ("second", 60), "minute": ("second", 60), "minutes": ("second", 60),
    "b": ("byte", 1), "byte": ("byte", 1), "bytes": ("byte", 1), "octet": ("byte", 1),
    "message": ("message", 1), "messages": ("message", 1), "sms": ("message", 1),
    "item": ("item", 1), "items": ("item", 1),
}  # fmt: skip
_DIRECTIONS = {"mo": "outgoing", "mt": "incoming"}
_QUANTITIES = {
    "voice": ("duration", "quantity"),
    "data": ("volume", "dataVolume", "dataTotalVolume", "quantity"),
}
_WHOLE = re.compile("[0-9]{1,15}")
_NUMBER = re.compile(r"\+?[0-9]{2,20}")


def usage_values(usage: dict[str, Any]) -> Values:
    """Return the columns of one usage."""
    told = Characteristics(usage.get("usageCharacteristic"))
    usage_type = text_of(usage.get("usageType"))
    service = _SERVICES.get((usage_type or "").lower(), usage_type)
    stated = told.text("direction")
    direction = _DIRECTIONS.get((stated or "").lower(), stated or "outgoing")
    status = text_of(usage.get("status"))
    return {
        "usage_id": text_of(usage.get("id")),
        "record_number": told.text("recordSequenceNumber", "recordNumber"),
        "charging_id": told.text("chargingId", "sessionId"),
        "service": service,
        "direction": direction,
        "status": status,
        "outcome": told.text("outcome") or ("failed" if status == "rejected" else "completed"),
        **_parties(told, direction),
        "started_at": told.text("startDateTime") or text_of(usage.get("usageDate")),
        **_quantity(told, service or ""),
        "cell_id": told.text("cellId", "cellIdentifier"),
        "visited_network": told.text("visitedNetwork", "servingNodePLMNIdentifier"),
        "usage_specification": _specification(usage.get("usageSpecification")),
        **rated_values(usage.get("ratedProductUsage")),
    }


def _parties(told: Characteristics, direction: str) -> Values:
    """Return who is charged, and the other side: who called is the other one of what comes in."""
    caller = _number(told, "originating", "callingNumber")
    called = _number(told, "destination", "calledNumber")
    own = told.text("chargedParty", "msisdn", "servedMSISDN")
    if direction == "incoming":
        known = caller if caller and _NUMBER.fullmatch(caller) else None
        return {"charged_party": own or called, "other_party": known}
    return {"charged_party": own or caller, "other_party": called}


def _number(told: Characteristics, side: str, otherwise: str) -> str | None:
    """Return a number with its country code, where that stands beside it."""
    number = told.text(f"{side}Number", otherwise)
    code = told.text(f"{side}CountryCode")
    if not number or not code or number.startswith("+"):
        return number
    return f"+{code.lstrip('+')}{number}"


def _quantity(told: Characteristics, service: str) -> Values:
    amount = told.text(*_QUANTITIES.get(service, ("quantity",)))
    if amount is None and service == "data":
        amount = _sum(told.text("dataVolumeUplink"), told.text("dataVolumeDownlink"))
    if amount is None and service in ("sms", "mms", "content"):
        amount = "1"
    stated = told.text("unit", "unitOfMeasure")
    unit, times = _NAMED_UNITS.get((stated or "").lower(), (stated or _UNITS.get(service), 1))
    if amount is not None and times > 1 and _WHOLE.fullmatch(amount):
        amount = str(int(amount) * times)
    return {"quantity": amount, "unit": unit}


def _sum(*texts: str | None) -> str | None:
    """Return the sum of what is stated; a text that is no whole number instead of it."""
    stated = [text for text in texts if text is not None]
    unfit = next((text for text in stated if not _WHOLE.fullmatch(text)), None)
    if unfit is not None:
        return unfit
    return str(sum(int(text) for text in stated)) if stated else None


def _specification(value: Any) -> str | None:
    if isinstance(value, dict):
        return text_of(value.get("id")) or text_of(value.get("name"))
    return text_of(value)
