"""A record that was taken out of a format which is not lines of fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadRecord:
    """Texts by column of one entity's record, and the line of the file on which it begins.

    ``place`` says where it stands in words, for formats that may put all of it on one line.
    """

    entity: str
    line: int
    values: dict[str, str | None]
    place: str = ""
