"""What is known now: rows with a valid interval, a later row painting over an earlier one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

FOREVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
Order = tuple[int, int, int]
"""(load_seq, file_no, line_no)."""


def instant(text: str) -> dt.datetime:
    """ISO 8601 with an offset → UTC. Raises ValueError without one."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} bears no offset")
    return moment.astimezone(dt.UTC)


@dataclass(frozen=True)
class Version:
    """One delivered row with its interval and its place in the order of arrival."""

    order: Order
    valid_from: dt.datetime
    valid_to: dt.datetime
    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields[name]

    def get(self, name: str) -> str:
        """A field that may be left out or empty; then an empty text."""
        return self.fields.get(name, "")


class Table:
    """The rows of one entity by key. Rows must be added in the order of arrival."""

    def __init__(self, *key: str) -> None:
        self.key = key
        self.versions: dict[tuple[str, ...], list[Version]] = defaultdict(list)

    def add(self, order: Order, fields: dict[str, str]) -> None:
        """Take in one row."""
        begin = instant(fields["valid_from"])
        end = instant(fields["valid_to"]) if fields["valid_to"] else FOREVER
        key = tuple(fields[name] for name in self.key)
        self.versions[key].append(Version(order, begin, end, fields))

    def painted(self, key: tuple[str, ...], at: dt.datetime) -> Version | None:
        """The row on top at an instant, whatever its status but `none`."""
        for version in reversed(self.versions.get(key, ())):
            if version.valid_from <= at < version.valid_to:
                return None if version["status"] == "none" else version
        return None

    def active(self, key: tuple[str, ...], at: dt.datetime) -> Version | None:
        """The row on top at an instant, if it is active."""
        version = self.painted(key, at)
        return version if version and version["status"] == "active" else None

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Every key ever seen, in order of first arrival."""
        return iter(self.versions)
