"""Texts of single fields: what the specification packs is unpacked, what is unfit stays as it is.

A text that is unfit is left for the contract to reject, with its field and its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ingestion.json_records.decode import text_of

Values = dict[str, str | None]

# TimeStamp, TS 32.298 clause 5.2.1: YYMMDDhhmmssShhmm, of which the sign S is one letter of ASCII.
_PACKED_TIME = re.compile(
    r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})"
    r"(\+|-|2[Bb]|2[Dd])([0-9]{2})([0-9]{2})"
)
_SIGNS = {"2b": "+", "2d": "-"}
_WHOLE = re.compile(r"[0-9]{1,15}")
_NUMBER = re.compile(r"\+?[0-9]{2,20}")


def first(record: Mapping[str, Any], *names: str) -> str | None:
    """Return the text of the first of some fields that says anything."""
    return next((text for name in names if (text := text_of(record.get(name)))), None)


def moment(text: str | None) -> str | None:
    """Return a time as ISO 8601 where it is packed as the specification has it."""
    packed = _PACKED_TIME.fullmatch(text or "")
    if packed is None:
        return text
    year, month, day, hour, minute, second, sign, offset_hour, offset_minute = packed.groups()
    sign = _SIGNS.get(sign.lower(), sign)
    return f"20{year}-{month}-{day}T{hour}:{minute}:{second}{sign}{offset_hour}:{offset_minute}"


def total(texts: Iterable[str | None]) -> str | None:
    """Return the sum of whole numbers, None without any; one that is none instead of the sum."""
    stated = [text for text in texts if text is not None]
    unfit = next((text for text in stated if not _WHOLE.fullmatch(text)), None)
    if unfit is not None:
        return unfit or "''"
    return str(sum(int(text) for text in stated)) if stated else None


def is_whole(text: str | None) -> bool:
    """Say whether a text is a whole number."""
    return text is not None and _WHOLE.fullmatch(text) is not None


def own_number(text: str | None) -> str | None:
    """Return an MSISDN with its plus: it always begins with the country code (TS 23.003, 3.3)."""
    return f"+{text}" if text and re.fullmatch("[1-9][0-9]{5,14}", text) else text


def number_or_none(text: str | None) -> str | None:
    """Return a number, None for what is none: the name that a sender of messages goes by."""
    return text if text and _NUMBER.fullmatch(text) else None


def address(value: Any) -> str | None:
    """Return the address of a node, out of the choices of notation that may stand around it."""
    while isinstance(value, dict) and len(value) == 1:
        (value,) = value.values()
    return text_of(value) or None


def network(value: Any) -> str | None:
    """Return MCC and MNC as digits, whether they stand together, parted or as an object."""
    if isinstance(value, dict):
        parts = {name.lower(): text_of(part) for name, part in value.items()}
        if parts.keys() == {"mcc", "mnc"}:
            return f"{parts['mcc']}{parts['mnc']}"
    text = text_of(value)
    return re.sub(r"^([0-9]{3})-([0-9]{2,3})$", r"\1\2", text) if text else None
