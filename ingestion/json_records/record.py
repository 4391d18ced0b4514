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
    elif _ESCAPED.search(raw):
        if "\\u0000" in json.dumps(value):
            damage = "nul_byte"
        elif has_half_a_sign(value):
            damage = "half_a_sign"
    if damage:
        return JsonRecord(number, line, None, damage, raw)
    return JsonRecord(number, line, value)
