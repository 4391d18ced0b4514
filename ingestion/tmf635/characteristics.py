"""The characteristics of a usage: pairs of name and value, whose names the sender chooses."""

from __future__ import annotations

from typing import Any

from ingestion.json_records.decode import text_of


class Characteristics:
    """The values of a usage's ``usageCharacteristic``, asked for by names in any case.

    What is no list of named values, and a name that stands there twice, answers with the JSON of
    it: no column takes that, so that the record is rejected with the field.
    """

    def __init__(self, value: Any) -> None:
        self._values: dict[str, list[Any]] = {}
        self._unfit: str | None = None
        if not isinstance(value, list | None):
            self._unfit = f"[{text_of(value)}]"
            return
        for each in value or []:
            name = each.get("name") if isinstance(each, dict) else None
            if not isinstance(name, str):
                self._unfit = text_of(value)
                return
            self._values.setdefault(name.lower(), []).append(each.get("value"))

    def text(self, *names: str) -> str | None:
        """Return the text of the first of some names that is there and says anything."""
        if self._unfit is not None:
            return self._unfit
        for name in names:
            found = [each for each in self._values.get(name.lower(), []) if each is not None]
            if found:
                return text_of(found[0]) if len(found) == 1 else text_of(found)
        return None
