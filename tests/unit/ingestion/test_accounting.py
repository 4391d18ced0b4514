"""Invariant 1 on polluted files: every physical record is accepted or rejected, none is lost."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.homes import Home, usage_file, usage_line

POLLUTION = st.one_of(
    st.sampled_from(
        [b"", b'"', b'""', b",", b",,", b"\0", b"\r", b"\xff", b" ", b"NaN", b"1.5", b"x" * 300]
    ),
    st.binary(max_size=6).filter(lambda data: b"\n" not in data),
)


@st.composite
def polluted_lines(draw: st.DrawFn) -> list[bytes]:
    """Sound usage lines, some with bytes put in, taken out or overwritten."""
    lines = []
    for number in range(draw(st.integers(0, 12))):
        line = usage_line(number).encode()
        if draw(st.booleans()):
            start = draw(st.integers(0, len(line)))
            end = min(len(line), start + draw(st.integers(0, 8)))
            line = line[:start] + draw(POLLUTION) + line[end:]
        lines.append(line)
    return lines


@settings(max_examples=25, deadline=None)
@given(polluted_lines())
def test_records_are_accepted_or_rejected(lines: list[bytes]) -> None:
    header = usage_file([]).encode()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        report = home.land(header + b"".join(line + b"\n" for line in lines))
        if report.refused:
            (refusal,) = report.refused
            assert refusal.rule == "reject_threshold"
            assert len(refusal.rejects) > 5
            return
        (file,) = report.landed
        assert (file.records, file.accepted + file.rejected) == (len(lines), len(lines))
        accepted = {row[0] for row in home.rows("select line_no from lake")}
        rejected = {row[0] for row in home.rejects()} if file.rejected else set()
        assert accepted | rejected == set(range(2, len(lines) + 2))
        assert not accepted & rejected
        if rejected:
            kept = dict(zip(sorted(rejected), home.raw_rejects(), strict=True))
            assert kept == {number: lines[number - 2].rstrip(b"\r") for number in rejected}
        keys = dict(home.rows("select line_no, event_key from lake"))
        for number in accepted:
            fields = next(csv.reader(io.StringIO(lines[number - 2].decode())))
            assert keys[number] == f"{fields[0]}:{fields[1]}:{int(fields[2])}"
