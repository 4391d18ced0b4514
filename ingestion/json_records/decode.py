"""One JSON value as Python's, with every number as the text that stands there."""

from __future__ import annotations

import json
from typing import Any


class Decoder:
    """Decodes values; ``has_doubled_name`` says whether the last one named a key twice.

    A number stays its own text, for binary floating point would not give it back.
    """

    def __init__(self) -> None:
        self.has_doubled_name = False
        # NaN and Infinity are no JSON: as texts they are rejected where a number must stand
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=str, parse_float=str, parse_constant=str
        )

    def decode(self, text: str, start: int = 0) -> tuple[Any, int]:
        """Return the value that begins at ``start`` and where it ends.

        Raises json.JSONDecodeError where it is no JSON, and RecursionError beyond all nesting.
        """
        self.has_doubled_name = False
        return self._decoder.raw_decode(text, start)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        self.has_doubled_name = self.has_doubled_name or len(found) < len(pairs)
        return found


def text_of(value: Any) -> str | None:
    """Return a value as a column's text: null is none, a list or an object is its own JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def has_half_a_sign(value: Any) -> bool:
    """Say whether a text holds a surrogate by itself, which JSON can write and no file can hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
