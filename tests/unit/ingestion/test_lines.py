from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.delimited.lines import read_lines
from ingestion.files import bytes as file_bytes
from ingestion.files.found import FoundFile
from trunkline.contract import Entity, load_contract

ENTITY = load_contract().entity("mediation", "usage_events")


def quoted(fields: int) -> Entity:
    """An entity of some fields whose quotes may hold line ends."""
    return dataclasses.replace(ENTITY, quoted_newlines=True, columns=ENTITY.columns[:fields])


def read(path: Path, data: bytes, entity=ENTITY, has_header: bool = False) -> list[tuple[int, str]]:
    path.write_bytes(data)
    found = FoundFile(path, entity, len(data), path.stat().st_mtime_ns)
    return [
        (row["line_no"], row["line"])
        for lines in read_lines(found, 1, has_header)
        for row in lines.batch.to_pylist()
    ]


@settings(max_examples=40, deadline=None)
@given(
    lines=st.lists(st.text("ab,é\"'x", max_size=9), max_size=30),
    piece=st.integers(1, 40),
    header=st.booleans(),
)
def test_lines_are_numbered_whatever_the_blocks(
    tmp_path_factory, lines: list[str], piece: int, header: bool
) -> None:
    path = tmp_path_factory.mktemp("lines") / "usage.csv"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_bytes, "_PIECE_BYTES", piece)
        data = "".join(f"{line}\n" for line in lines).encode()
        seen = read(path, data, has_header=header)
    expected = [(number, f"{line}\n") for number, line in enumerate(lines, start=1)]
    assert seen == expected[int(header) :]


QUOTED_CASES = [
    ("plain", 1, "a\nb\n", [(1, "a\n"), (2, "b\n")]),
    ("quoted_newline", 1, 'a\n"b\nc"\nd\n', [(1, "a\n"), (2, '"b\nc"\n'), (4, "d\n")]),
    ("two_in_a_row", 2, '"a\nb","c\nd"\ne\n', [(1, '"a\nb","c\nd"\n'), (4, "e\n")]),
    ("never_closes", 1, 'a\n"b\nc\n', [(1, "a\n"), (2, '"b\n'), (3, "c\n")]),
    (
        "two_strays",
        2,
        'a,1\nb",2\nc,3\nd",4\ne,5\n',
        [(1, "a,1\n"), (2, 'b",2\n'), (3, "c,3\n"), (4, 'd",4\n'), (5, "e,5\n")],
    ),
    (
        "stray_before_a_quoted_newline",
        2,
        'a",1\nb,"2\n3"\nc,4\n',
        [(1, 'a",1\n'), (2, 'b,"2\n3"\n'), (4, "c,4\n")],
    ),
]


@pytest.mark.parametrize(
    ("fields", "text", "expected"),
    [case[1:] for case in QUOTED_CASES],
    ids=[case[0] for case in QUOTED_CASES],
)
@pytest.mark.parametrize("piece", [1, 3, 1000])
def test_quoted_newlines(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fields: int,
    text: str,
    expected: list,
    piece: int,
) -> None:
    monkeypatch.setattr(file_bytes, "_PIECE_BYTES", piece)
    assert read(tmp_path / "usage.csv", text.encode(), quoted(fields)) == expected


def test_a_long_text_is_one_record(tmp_path: Path) -> None:
    text = 'a,"' + "line, and more\n" * 900 + '"\n'
    assert read(tmp_path / "usage.csv", text.encode(), quoted(2)) == [(1, text)]


def test_an_unclosed_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    lines = [f"{number}\n" for number in range(1, 1001)]
    lines[499] = '"500\n'
    seen = read(tmp_path / "usage.csv", "".join(lines).encode(), quoted(1))
    assert len(seen) == 1000
    assert seen[499] == (500, '"500\n')
