"""One record of a JSON file: an object, or what is none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ingestion.json_records.decode import Decoder, has_half_a_sign

# What JSON can write and no text may hold: half of a sign, and NUL.
_ESCAPED = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")


@dataclass(frozen=True)
class JsonRecord:
    """One record: its number in the file, its line, and its object; None where it is damaged.

    ``damage`` is the rule that a damaged one breaks, ``raw`` its bytes as they came.
    """

    number: int
    line: int
    value: dict[str, Any] | None
    damage: str = ""
    raw: bytes = b""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"record {self.number}, on line {self.line}"


def judged(number: int, line: int, value: Any, raw: bytes, decoder: Decoder) -> JsonRecord:
    """Return a value as a record, or what makes it none."""
    damage = ""
    if not isinstance(value, dict):
        damage = "json"
    elif decoder.has_doubled_name:
        damage = "doubled_name"
    else:
        damage = unwritable(value, raw)
    if damage:
        return JsonRecord(number, line, None, damage, raw)
    return JsonRecord(number, line, value)


def unwritable(value: Any, raw: bytes) -> str:
    """Return the rule that a text of the value breaks: what JSON can write and no text may hold.

    `raw` is where it was read from, in which alone such signs are escaped.
    """
    if not _ESCAPED.search(raw):
        return ""
    # a backslash of the text itself is written as two
    if "\\u0000" in json.dumps(value).replace("\\\\", ""):
        return "nul_byte"
    return "half_a_sign" if has_half_a_sign(value) else ""
