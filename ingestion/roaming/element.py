"""One element of a BER file: where it began, its value or what it holds, and how to look in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingestion.roaming.tags import Tag
from trunkline.errors import FileRefusedError

_NIBBLES = "0123456789ABCDEF"
_FILLER = "F"


@dataclass(slots=True)
class Element:
    """An element: its name, the byte of the file at which it begins, its octets or its children."""

    name: str
    offset: int
    octets: bytes = b""
    children: list[Element] = field(default_factory=list)
    _below: list[Element] | None = field(default=None, repr=False, compare=False)
    _firsts: dict[str, Element] | None = field(default=None, repr=False, compare=False)

    def find(self, path: str) -> Element | None:
        """Return the first element at a path of names parted by slashes, None without one."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                found = child.find(rest) if rest else child
                if found is not None:
                    return found
        return None

    def all(self, *names: str) -> list[Element]:
        """Return every element of some names below this one, at any depth, in their order."""
        return [each for each in self._all_below() if each.name in names]

    def any(self, *names: str) -> Element | None:
        """Return the first element of some names, by the order of the names, at any depth."""
        if self._firsts is None:
            self._firsts = {each.name: each for each in reversed(self._all_below())}
        return next((self._firsts[name] for name in names if name in self._firsts), None)

    def _all_below(self) -> list[Element]:
        if self._below is None:
            # one walk for all that is asked of an event, which holds some fifty elements
            self._below = []
            for child in self.children:
                self._below += [child, *child._all_below()]
        return self._below

    def text(self, *names: str) -> str | None:
        """Return the text of the first element of some names below this one, None without any."""
        found = self.any(*names)
        return (found.octets.decode("ascii") or None) if found else None

    def integer(self, *names: str) -> int | None:
        """Return the whole number of the first element of some names, None without any."""
        found = self.any(*names)
        return found.number if found else None

    def digits(self, *names: str) -> str | None:
        """Return the digits of the first element of some names, without what fills them up."""
        found = self.any(*names)
        return (found.bcd or None) if found else None

    @property
    def number(self) -> int:
        """The value of an INTEGER: two's complement, the most significant octet first."""
        return int.from_bytes(self.octets, "big", signed=True)

    @property
    def bcd(self) -> str:
        """The digits of a BCD string, the first in the high half of its octet."""
        text = "".join(_NIBBLES[octet >> 4] + _NIBBLES[octet & 15] for octet in self.octets)
        return text.rstrip(_FILLER)


def value_fault(tag: Tag, octets: bytes) -> str | None:
    """Say what is wrong with the octets of a value, None when they are of its form."""
    if tag.form == "integer":
        if not octets:
            return "is a whole number without any octets"
        if len(octets) > _MOST_INTEGER_OCTETS:
            return f"is a whole number of {len(octets):,} octets; {_MOST_INTEGER_OCTETS} are enough"
    elif len(octets) > _MOST_TEXT_OCTETS:
        return f"is {len(octets):,} octets long; {_MOST_TEXT_OCTETS:,} are the most"
    elif tag.form == "text" and not all(0x20 <= octet <= 0x7E for octet in octets):
        return "holds octets that are no printable ASCII"
    return None


def damaged(offset: int, what: str, path: str | None = None) -> FileRefusedError:
    """Return the refusal of a file for what stands at a byte of it; it never shows the value."""
    return FileRefusedError(
        "ber",
        f"At byte {offset:,}: {what}.",
        "Have the partner send it again whole; nothing of it was taken.",
        field=path,
    )


def lacking(within: Element, name: str, path: str | None = None) -> FileRefusedError:
    """Return the refusal of a file for an element that the standard asks for."""
    return FileRefusedError(
        "ber_element",
        f"At byte {within.offset:,}: its {within.name} lacks {name}, which the standard asks for.",
        "Have the partner send it anew; nothing of it was taken.",
        field=path or f"{within.name}/{name}",
    )


# 8 octets hold every amount and volume of the standard, and what a BIGINT can.
_MOST_INTEGER_OCTETS = 8
# The longest text of the standard is an operator's own, some hundred characters.
_MOST_TEXT_OCTETS = 4096
