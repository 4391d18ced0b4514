"""A record that was taken out of a format which is not lines of fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadRecord:
    """Texts by column of one entity's record, and the line of the file on which it begins."""

    entity: str
    line: int
    values: dict[str, str | None]
