"""Bank messages in the encodings that banks write: read as they are, or refused by themselves."""

from __future__ import annotations

import codecs
from decimal import Decimal

import pytest

from tests.homes import Home
from tests.integration.landing.camt_messages import message

LINES = "payments/bank_statement_lines"
# With syllables that CP949 has and EUC-KR proper does not.
REFERENCE = "똠방각하"


def declared(encoding: str) -> str:
    """A sound message that says it is written in an encoding and has Korean in a reference."""
    text = message().replace('encoding="UTF-8"', f'encoding="{encoding}"')
    return text.replace("<Sts>", f"<NtryRef>{REFERENCE}</NtryRef><Sts>")


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("UTF-8", "utf-8"), ("utf8", "utf-8"), ("EUC-KR", "cp949"), ("euc-kr", "cp949"),
        ("CP949", "cp949"), ("ks_c_5601-1987", "cp949"), ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-be"), ("GB18030", "gb18030"), ("UTF-8", "utf-8-sig"),
    ],
)  # fmt: skip
def test_a_message_is_read_in_the_encoding_that_it_declares(
    home: Home, encoding: str, written: str
) -> None:
    home.land(declared(encoding).encode(written), "day.xml", LINES)
    query = "select amount, entry_reference from lake where status = 'booked'"
    assert home.rows(query, LINES) == [(Decimal("-8.85"), REFERENCE)]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (declared("x-user-defined").encode(), 1),
        (declared("hex").encode(), 1),
        (declared("undefined").encode(), 1),
        (declared("UTF-16").encode(), 1),
        (declared("EUC-KR").encode("cp949")[:-20] + b"\xff\xff</Stmt>\n", 19),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00\x00", 1),
    ],
    ids=["unknown", "hex", "undefined", "not UTF-16", "bytes", "surrogate"],
)
def test_another_encoding_is_refused_and_what_lies_beside_it_lands(
    home: Home, data: bytes, line: int
) -> None:
    home.put(message(), "sound.xml", LINES)
    home.put(data, "odd.xml", LINES)
    report = home.ingest()
    refused = [(each.origin, each.rule, each.line) for each in report.refused]
    assert refused == [("odd.xml", "encoding", line)]
    assert {file.origin for file in report.landed} == {"sound.xml"}


@pytest.mark.parametrize("encoding", ["EUC-KR", "ks_c_5601-1987", "GB18030"])
def test_the_encoding_is_called_as_the_message_calls_it(home: Home, encoding: str) -> None:
    data = declared(encoding).encode("cp949")[:-20] + b"\xff\xff</Stmt>\n"
    (refusal,) = home.land(data, "day.xml", LINES).refused
    assert refusal.message == (
        f"It holds bytes that are no {encoding}, in which it says it is written."
    )


def test_a_document_type_hides_behind_no_encoding(home: Home) -> None:
    attack = declared("EUC-KR").replace("?>\n", "?>\n<!DOCTYPE D [<!ENTITY a 'b'>]>\n", 1)
    for written in ("cp949", "utf-16"):
        (refusal,) = home.land(attack.encode(written), "day.xml", LINES).refused
        assert (refusal.rule, refusal.line) == ("xml_document_type", 2)
