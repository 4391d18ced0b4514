"""Reading what a case gives, strictly: what nobody asked for is not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tests.conformance.amounts import seconds_of


class NotUnderstoodError(Exception):
    """The translator does not know what a part of the case means: the case has failed."""


class Fields:
    """The keys of one object of a case; each must be asked for before ``done``."""

    def __init__(self, values: Any, place: str = "given") -> None:
        if not isinstance(values, Mapping):
            raise NotUnderstoodError(f"not understood: {place} = {values!r}")
        self.values = values
        self.place = place
        self.asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return self.values.get(key) is not None

    def get(self, key: str, default: Any = None) -> Any:
        """The value as it stands; ``default`` where it is missing or null."""
        self.asked.add(key)
        value = self.values.get(key)
        return default if value is None else value

    def need(self, key: str) -> Any:
        """The value as it stands; a case without it is not understood."""
        value = self.get(key)
        if value is None:
            raise NotUnderstoodError(f"not understood: {self.place} without {key}")
        return value

    def decimal(self, key: str, default: str | Decimal | None = None) -> Decimal:
        """The value as an exact decimal."""
        value = self.need(key) if default is None else self.get(key, default)
        return decimal_of(value, f"{self.place}.{key}")

    def decimal_or_none(self, key: str) -> Decimal | None:
        """The value as an exact decimal, if there is one."""
        return self.decimal(key) if key in self else self.get(key)

    def integer(self, key: str, default: int | None = None) -> int:
        """The value as a whole number."""
        value = self.decimal(key, None if default is None else str(default))
        if value != int(value):
            raise NotUnderstoodError(f"not understood: {self.place}.{key} = {value}")
        return int(value)

    def flag(self, key: str, default: bool = False) -> bool:
        """The value as true or false."""
        value = self.get(key, default)
        if not isinstance(value, bool):
            raise NotUnderstoodError(f"not understood: {self.place}.{key} = {value!r}")
        return value

    def duration(self, key: str) -> Decimal:
        """A length of time (45s, 1h38m, 60) in seconds."""
        value = self.need(key)
        try:
            return seconds_of(value)
        except ValueError as error:
            raise NotUnderstoodError(f"not understood: {self.place}.{key} = {value!r}") from error

    def time(self, key: str) -> datetime:
        """A moment, as the local time that is written."""
        return local_time(self.need(key), f"{self.place}.{key}")

    def one_of(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """The value, if it is one of those known."""
        value = self.need(key) if default is None else self.get(key, default)
        if value not in tuple(known):
            raise NotUnderstoodError(f"not understood: {self.place}.{key} = {value!r}")
        return str(value)

    def fields(self, key: str, default: Any = None) -> Fields:
        """An object within this one. The caller says when it is ``done`` with it."""
        value = self.need(key) if default is None else self.get(key, default)
        return Fields(value, f"{self.place}.{key}")

    def rows(self, key: str, default: Any = None) -> list[Fields]:
        """A list of objects within this one."""
        value = self.need(key) if default is None else self.get(key, default)
        if not isinstance(value, list):
            raise NotUnderstoodError(f"not understood: {self.place}.{key} = {value!r}")
        return [Fields(row, f"{self.place}.{key}[{place}]") for place, row in enumerate(value)]

    def ignore(self, *keys: str) -> None:
        """Ask for keys that say nothing that a charge depends on."""
        self.asked.update(keys)

    def done(self) -> None:
        """Complain of keys that nobody asked for."""
        if unread := sorted(set(self.values) - self.asked):
            raise NotUnderstoodError(f"not understood: {self.place}: {', '.join(unread)}")


@contextmanager
def all_of(values: Any, place: str = "given") -> Iterator[Fields]:
    """The fields of an object, all of which are asked for in the block."""
    fields = Fields(values, place)
    yield fields
    fields.done()


def decimal_of(value: Any, place: str = "value") -> Decimal:
    """A number as published, text or JSON number, as an exact decimal."""
    if isinstance(value, bool):
        raise NotUnderstoodError(f"not understood: {place} = {value!r}")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise NotUnderstoodError(f"not understood: {place} = {value!r}") from error
    if not number.is_finite():
        raise NotUnderstoodError(f"not understood: {place} = {value!r}")
    return number


def local_time(text: Any, place: str = "time") -> datetime:
    """The local time that a moment was written in, taken for UTC: its own offset is left away."""
    try:
        return datetime.fromisoformat(str(text).strip()).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotUnderstoodError(f"not understood: {place} = {text!r}") from error
