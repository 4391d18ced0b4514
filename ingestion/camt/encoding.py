"""The text of an XML message as UTF-8, whichever encoding it declares.

Expat itself knows UTF-8, UTF-16, ISO 8859-1 and encodings of one byte a character; Korean banks
write EUC-KR. So Python decodes what is not UTF-8, and expat is told that all of it is.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from trunkline.errors import FileRefusedError

_DECLARED = re.compile(rb"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']")
_MOST_DECLARATION_BYTES = 1024
_LONGEST_NAME = 40
_UTF16 = {
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
    "<?".encode("utf-16-le"): "utf-16-le", "<?".encode("utf-16-be"): "utf-16-be",
}  # fmt: skip
# What calls itself EUC-KR is mostly written in CP949, which holds all of it and more syllables.
_WIDER = {"euc_kr": "cp949"}


def utf8_blocks(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the blocks of a message in UTF-8; its declaration is left as it is.

    Raises FileRefusedError naming the line for an encoding that Python does not know, and for
    bytes that are none of the one declared.
    """
    waiting = iter(blocks)
    head = b""
    for block in waiting:
        head += block
        if len(head) >= _MOST_DECLARATION_BYTES:
            break
    if head.startswith(codecs.BOM_UTF8):
        yield from chain([head.removeprefix(codecs.BOM_UTF8)], waiting)
        return
    encoding, declared = _encoding_of(head)
    if encoding == "utf-8":
        yield from chain([head], waiting)
        return
    yield from _transcoded(chain([head], waiting), encoding, declared)


def _encoding_of(head: bytes) -> tuple[str, str]:
    """Return the name that Python gives the encoding of a message, and that which it declares."""
    for mark, name in _UTF16.items():
        if head.startswith(mark):
            return name, "UTF-16"
    declared = _DECLARED.match(head, 0, _MOST_DECLARATION_BYTES)
    if declared is None:
        return "utf-8", "UTF-8"
    name = declared[1].decode("ascii")
    try:
        # Codecs that are no encodings (hex, rot13) and those in which this is no sign fail here.
        is_known = b"<?".decode(name) == "<?"
    except (LookupError, ValueError):
        is_known = False
    if not is_known:
        raise FileRefusedError(
            "encoding",
            f"It declares the encoding {name[:_LONGEST_NAME]}, in which it cannot be read.",
            "Ask the bank for the message in UTF-8, or convert it and its first line.",
            line=1,
        )
    known = codecs.lookup(name).name
    return _WIDER.get(known, known), name[:_LONGEST_NAME]


def _transcoded(blocks: Iterable[bytes], encoding: str, declared: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    for block in chain(blocks, [None]):
        try:
            text = decoder.decode(block or b"", final=block is None)
            data = text.encode()
        except UnicodeError as error:
            raise FileRefusedError(
                "encoding",
                f"It holds bytes that are no {declared}, in which it says it is written.",
                "Ask the bank for the message in UTF-8; nothing of it was taken.",
                line=line + _line_feeds_before(block or b"", error),
            ) from error
        line += text.count("\n")
        yield data


def _line_feeds_before(block: bytes, error: UnicodeError) -> int:
    place = error.start if isinstance(error, UnicodeDecodeError) else 0
    return block.count(b"\n", 0, place)
