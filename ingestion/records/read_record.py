"""A record that was taken out of a format which is not lines of fields."""

from __future__ import annotations

from dataclasses import dataclass

from trunkline.errors import FileRefusedError


@dataclass(frozen=True)
class FileSays:
    """What a file says of itself: who produced it, under which number, and what to note of it."""

    producer: str
    sequence: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadRecord:
    """Texts by column of one entity's record, and the line of the file on which it begins.

    ``place`` says where it stands in words, for formats that may put all of it on one line.
    ``file_says`` stands on the record, if any, that is the file's own. ``damage`` is the rule that
    a record breaks which could not be taken apart; it has no texts, but its bytes as they came.
    ``begins_on`` is its line in the file where ``line`` is its number among the records.
    """

    entity: str
    line: int
    values: dict[str, str | None]
    place: str = ""
    file_says: FileSays | None = None
    damage: str = ""
    raw: bytes = b""
    begins_on: int = 0


def refused_at(place: str, error: FileRefusedError, line: int | None) -> FileRefusedError:
    """Return a refusal that names the place in words before what is wrong, where there is one.

    A file may stand on one line, on which its number alone leads to no record.
    """
    named = f"{place[0].upper()}{place[1:]}: " if place else ""
    return FileRefusedError(
        error.rule, f"{named}{error.message}", error.advice, line=line, field=error.field
    )
