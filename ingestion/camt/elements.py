"""Reads an XML message element by element, in bounded memory, and refuses what may attack.

The standard library's expat is driven directly: a document type, and with it every entity and every
reference outside the file, ends the reading before anything of it is looked at. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from ingestion.camt.element import Element
from ingestion.camt.encoding import utf8_blocks
from trunkline.errors import FileRefusedError

_SLICE_BYTES = 1 << 18
# An entry that itemises a batch of a hundred thousand transfers stays below it.
_MOST_ELEMENTS = 200_000
_LONGEST_TEXT = 1 << 16
_DEEPEST = 40


@dataclass(frozen=True)
class Found:
    """An element that begins, is whole, or ends: ``moment`` is begin, whole or end."""

    moment: str
    element: Element


def read_elements(
    blocks: Iterable[bytes],
    *,
    opened: frozenset[str],
    check_root: Callable[[str, str, int], None],
    condense: Mapping[str, Callable[[Element], Any]],
) -> Iterator[Found]:
    """Yield the elements of a message as they are complete.

    The elements named in ``opened``, and all above them, are told of when they begin and end;
    each child of theirs is told of once, whole, and then forgotten. ``check_root`` gets the root's
    namespace, name and line. ``condense`` turns elements of a name into something smaller.
    Raises FileRefusedError for what is not well formed, too large, or has a document type.
    """
    reading = _Reading(opened, check_root, condense)
    for block in utf8_blocks(blocks):
        for start in range(0, len(block), _SLICE_BYTES):
            yield from reading.feed(block[start : start + _SLICE_BYTES])
    yield from reading.feed(b"", is_last=True)


class _Reading:
    def __init__(
        self,
        opened: frozenset[str],
        check_root: Callable[[str, str, int], None],
        condense: Mapping[str, Callable[[Element], Any]],
    ) -> None:
        self._opened = opened
        self._check_root = check_root
        self._condense = condense
        self._stack: list[Element] = []
        self._ready: list[Found] = []
        self._elements = 0
        self._namespace = ""
        # What is named here goes before what the message declares.
        self._parser = expat.ParserCreate("UTF-8", " ")
        self._parser.buffer_text = True
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._document_type
        self._parser.EntityDeclHandler = self._document_type
        self._parser.UnparsedEntityDeclHandler = self._document_type
        self._parser.NotationDeclHandler = self._document_type
        self._parser.ExternalEntityRefHandler = self._document_type

    def feed(self, data: bytes, is_last: bool = False) -> list[Found]:
        try:
            self._parser.Parse(data, is_last)
        except expat.ExpatError as error:
            raise FileRefusedError(
                "xml",
                f"It is no well-formed XML ({expat.errors.messages[error.code]}).",
                "Have it sent again whole; nothing of it was taken.",
                line=error.lineno,
                field=self._path,
            ) from error
        ready, self._ready = self._ready, []
        return ready

    @property
    def _path(self) -> str | None:
        return "/".join(element.name for element in self._stack) or None

    @property
    def _line(self) -> int:
        return int(self._parser.CurrentLineNumber)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if not self._stack:
            self._check_root(namespace, name, self._line)
            self._namespace = namespace
        if namespace != self._namespace:
            # A blank stands in no name of the message: nothing that is looked for is found here.
            name = f"{name} of another namespace"
        element = Element(name, self._line, attributes)
        self._stack.append(element)
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise self._too_large(f"more than {_MOST_ELEMENTS:,} elements in one part")
        if len(self._stack) > _DEEPEST:
            raise self._too_large(f"elements more than {_DEEPEST} deep")
        if self._is_open(len(self._stack) - 1):
            self._ready.append(Found("begin", element))

    def _end(self, tag: str) -> None:
        place = len(self._stack) - 1
        element = self._stack[-1]
        element.text = element.text.strip()
        is_open = self._is_open(place)
        self._stack.pop()
        if element.name in self._condense and not is_open:
            element.condensed = self._condense[element.name](element)
            self._elements -= _size(element) - 1
            element.children = []
        if is_open:
            self._ready.append(Found("end", element))
        elif place == 0 or self._is_open(place - 1):
            self._ready.append(Found("whole", element))
            self._elements = len(self._stack)
        else:
            self._stack[-1].children.append(element)

    def _text(self, text: str) -> None:
        if self._stack:
            element = self._stack[-1]
            if len(element.text) + len(text) > _LONGEST_TEXT:
                raise self._too_large(f"a text longer than {_LONGEST_TEXT:,} characters")
            element.text += text

    def _is_open(self, place: int) -> bool:
        """Say whether the element at a place of the stack is one that is told of in parts."""
        return place < len(self._stack) and all(
            element.name in self._opened for element in self._stack[: place + 1]
        )

    def _document_type(self, *_: Any) -> int:
        raise FileRefusedError(
            "xml_document_type",
            "It has a document type or an entity, which a bank's message never has and an attack "
            "may.",
            "Do not open it elsewhere; ask the bank for the message as its standard has it.",
            line=self._line,
            field=self._path,
        )

    def _too_large(self, what: str) -> FileRefusedError:
        return FileRefusedError(
            "xml_size",
            f"It has {what}.",
            "Ask the bank for smaller messages, a statement a day.",
            line=self._line,
            field=self._path,
        )


def _size(element: Element) -> int:
    return 1 + sum(_size(child) for child in element.children)
