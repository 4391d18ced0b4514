"""A JSON document as records: a list of objects, one object, or objects one after another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ingestion.json_records.decode import Decoder
from ingestion.json_records.record import JsonRecord, judged
from trunkline.errors import FileRefusedError

_SPACE = re.compile(r"[ \t\n\r]*")


class Document:
    """A document while it is read: where it stands, and on which line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = self._counted = 0
        self._line = 1
        self._number = 0
        self._decoder = Decoder()

    def records(self) -> Iterator[JsonRecord]:
        """Yield the records in their order; raise FileRefusedError where it is no JSON."""
        self._skip_space()
        if self._sign() == "[":
            yield from self._listed()
            if self._sign():
                raise self._no_json("something stands after its list")
            return
        while self._sign():
            yield self._record()
            self._skip_space()

    def _listed(self) -> Iterator[JsonRecord]:
        self._at += 1
        self._skip_space()
        while self._sign() != "]":
            yield self._record()
            self._skip_space()
            if self._sign() not in (",", "]"):
                raise self._no_json("neither a comma nor the end of its list stands there")
            if self._sign() == ",":
                self._at += 1
                self._skip_space()
                if self._sign() == "]":
                    raise self._no_json("a comma stands before the end of its list")
        self._at += 1
        self._skip_space()

    def _record(self) -> JsonRecord:
        start, line = self._at, self._line_here()
        try:
            value, self._at = self._decoder.decode(self._text, start)
        except json.JSONDecodeError as error:
            self._at = error.pos
            raise self._no_json("what stands there is none") from error
        except RecursionError as error:
            raise self._no_json("it is nested too deep") from error
        self._number += 1
        raw = self._text[start : self._at]
        return judged(self._number, line, value, raw.encode(), self._decoder)

    def _sign(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_space(self) -> None:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _no_json(self, what: str) -> FileRefusedError:
        byte, line = len(self._text[: self._at].encode()), self._line_here()
        return FileRefusedError(
            "json",
            f"At byte {byte:,}, on line {line}: it is no JSON, {what}.",
            "Have it sent again whole: a list of objects, one object, or one object a line.",
            line=line,
        )
