"""One element of an XML message, and what is found below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Element:
    """One element without its namespace: where it began, its attributes, text and children.

    ``condensed`` is what a condenser made of it, in place of its children.
    """

    name: str
    line: int
    attributes: Mapping[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)
    condensed: Any = None

    def find(self, path: str) -> Element | None:
        """Return the first element at a path of names parted by slashes, None without one."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                found = child.find(rest) if rest else child
                if found is not None:
                    return found
        return None

    def all(self, name: str) -> list[Element]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]

    def value(self, *paths: str) -> str | None:
        """Return the text at the first of some paths that has any."""
        for path in paths:
            found = self.find(path)
            if found is not None and found.text:
                return found.text
        return None
