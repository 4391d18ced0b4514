"""Reads a BER file element by element through the library asn1, naming the byte of any damage.

ITU-T X.690, section 8. The library decodes tags, lengths, definite and indefinite forms and
values. It trusts them, though: so each header is measured here before the library acts on it. No
length may reach beyond the group or the file, no tag or length be longer than any real one, and
nothing be nested deeper than any roaming file is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import asn1

from ingestion.roaming.element import Element, damaged, value_fault
from ingestion.roaming.tags import Tag
from trunkline.errors import FileRefusedError

_MOST_TAG_OCTETS = 4
_MOST_LENGTH_OCTETS = 8
_DEEPEST = 24
# A call event detail holds some fifty.
_MOST_ELEMENTS = 100_000
_END_OF_CONTENTS = b"\0\0"
_INDEFINITE = 0x80


@dataclass(frozen=True, slots=True)
class Found:
    """An element that begins, is whole, or ends: ``moment`` is begin, whole or end."""

    moment: str
    element: Element


@dataclass(frozen=True, slots=True)
class _Header:
    """The tag of an element, the byte where it begins, and where it ends: None if not stated."""

    tag: Tag | None
    name: str
    is_group: bool
    offset: int
    end: int | None


def read_elements(data: bytes, tags: Mapping[int, Tag], opened: frozenset[str]) -> Iterator[Found]:
    """Yield the elements of a file as they are complete.

    The groups named in ``opened`` are told of when they begin and end, each child of theirs once,
    whole. Raises FileRefusedError naming the byte at which the file is damaged.
    """
    reading = _Reading(data, tags, opened)
    try:
        yield from reading.found(len(data))
        reading.expect_nothing_more()
    except asn1.Error as error:
        words = str(error).removeprefix("ASN1 decoding error: ").rstrip(".")
        raise damaged(reading.offset, f"it is no BER ({words})", reading.path) from error


class _Reading:
    def __init__(self, data: bytes, tags: Mapping[int, Tag], opened: frozenset[str]) -> None:
        self._data = data
        self._tags = tags
        self._opened = opened
        self._stream = io.BytesIO(data)
        self._decoder = asn1.Decoder()
        self._decoder.start(self._stream)
        self._names: list[str] = []
        self._elements = 0
        self.offset = 0

    @property
    def path(self) -> str | None:
        """Names of the groups in which the reading stands."""
        return "/".join(self._names) or None

    def found(self, limit: int) -> Iterator[Found]:
        """Yield what stands next; nothing of it may reach beyond byte ``limit``."""
        header = self._header(limit)
        if header.name not in self._opened:
            self._elements = 0
            yield Found("whole", self._whole(header, limit))
            return
        element = Element(header.name, header.offset)
        yield Found("begin", element)
        for inner in self._inside(header, limit):
            yield from self.found(inner)
        yield Found("end", element)

    def expect_nothing_more(self) -> None:
        rest = self._stream.tell()
        if rest < len(self._data):
            left = len(self._data) - rest
            raise damaged(rest, f"{left:,} bytes follow after the end of the file's own element")

    def _whole(self, header: _Header, limit: int) -> Element:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise self._damage(header.offset, f"one part has more than {_MOST_ELEMENTS:,} elements")
        element = Element(header.name, header.offset)
        if header.is_group:
            for inner in self._inside(header, limit):
                element.children.append(self._whole(self._header(inner), inner))
            return element
        octets = self._decoder.read()[1]
        fault = value_fault(header.tag, octets) if header.tag else None
        if fault:
            raise self._damage(header.offset, f"{header.name} {fault}")
        element.octets = octets
        return element

    def _inside(self, header: _Header, limit: int) -> Iterator[int]:
        """Yield once before each element of a group: the byte beyond which it may not reach."""
        if len(self._names) >= _DEEPEST:
            raise self._damage(header.offset, f"groups are nested more than {_DEEPEST} deep")
        self._names.append(header.name)
        self._decoder.enter()
        if header.end is not None:
            while self._stream.tell() < header.end:
                yield header.end
        else:
            while not self._is_closed(header, limit):
                yield limit
        self._decoder.leave()
        self._names.pop()

    def _is_closed(self, header: _Header, limit: int) -> bool:
        """Say whether a group of indefinite length ends here; its two zero octets are then read."""
        place = self._stream.tell()
        if place + len(_END_OF_CONTENTS) > limit:
            what = f"{header.name} of indefinite length, begun at byte {header.offset:,}"
            raise self._damage(place, f"{what}, is not closed")
        if self._data[place : place + len(_END_OF_CONTENTS)] != _END_OF_CONTENTS:
            return False
        self._decoder.peek()
        return True

    def _header(self, limit: int) -> _Header:
        start = self.offset = self._stream.tell()
        self._measure_tag(start, limit)
        found = self._decoder.peek()
        if found is None:
            raise self._damage(start, "it ends where an element should begin")
        if found.cls != asn1.Classes.Application:
            what = f"a tag of class {asn1.Classes(found.cls).name.upper()} stands there"
            raise self._damage(start, f"{what}; every tag of the standard is of class APPLICATION")
        is_group = found.typ == asn1.Types.Constructed
        tag = self._tags.get(found.nr)
        name = tag.name if tag else f"tag {found.nr}"
        if tag and is_group is not (tag.form == "group"):
            here, there = ("a group", "a value") if is_group else ("a value", "a group")
            raise self._damage(start, f"{name} is {here}, where the standard has {there}")
        return _Header(tag, name, is_group, start, self._end(start, limit, name, is_group))

    def _measure_tag(self, start: int, limit: int) -> None:
        if start >= limit:
            raise self._damage(start, "the file ends where an element should begin")
        if self._data[start] & 0x1F != 0x1F:
            return
        octets = self._data[start + 1 : min(start + 1 + _MOST_TAG_OCTETS, limit)]
        if all(octet & 0x80 for octet in octets):
            is_cut = len(octets) < _MOST_TAG_OCTETS
            what = "is cut off" if is_cut else f"has more than {_MOST_TAG_OCTETS} octets"
            raise self._damage(start, f"the number of its tag {what}")

    def _end(self, start: int, limit: int, name: str, is_group: bool) -> int | None:
        """Return the byte at which an element ends by its length, None if that is indefinite."""
        place = self._stream.tell()
        if place >= limit:
            raise self._damage(start, f"{name} is cut off before its length")
        first = self._data[place]
        if first == _INDEFINITE:
            if not is_group:
                raise self._damage(start, f"{name} is a value of indefinite length")
            return None
        count = first & 0x7F if first & 0x80 else 0
        if count > _MOST_LENGTH_OCTETS:
            most = _MOST_LENGTH_OCTETS
            raise self._damage(start, f"the length of {name} has {count} octets; {most} are enough")
        if place + 1 + count > limit:
            raise self._damage(start, f"{name} is cut off within its length")
        octets = self._data[place + 1 : place + 1 + count]
        length = int.from_bytes(octets, "big") if count else first
        end = place + 1 + count + length
        if end > limit:
            what = "the file" if limit == len(self._data) else "its group"
            raise self._damage(
                start, f"{name} is {length:,} bytes long, {end - limit:,} beyond the end of {what}"
            )
        return end

    def _damage(self, offset: int, what: str) -> FileRefusedError:
        return damaged(offset, what, self.path)
