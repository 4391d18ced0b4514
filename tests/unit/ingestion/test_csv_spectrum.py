"""The edge cases of csv-spectrum, record by record through the statements that landing runs."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from ingestion.delimited.header import Layout
from ingestion.delimited.lines import read_lines
from ingestion.fields.quoting import text_of
from ingestion.files.found import FoundFile
from ingestion.records.query import RecordQuery
from trunkline.contract import Column, Entity

pytestmark = pytest.mark.real_data

CASES = (
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
    "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
)  # fmt: skip
# A quote within an unquoted field breaks RFC 4180: landing rejects such a record by its line.
BROKEN = "location_coordinates"


def records(path: Path, work: Path) -> list[dict[str, str]]:
    """Read a file of any header as landing would; every column is text."""
    data = path.read_bytes()
    data += b"" if data.endswith(b"\n") else b"\n"
    copy = work / "case.csv"
    copy.write_bytes(data)
    names = tuple(data.split(b"\n")[0].decode().strip("\r").split(","))
    columns = tuple(Column(name, "text", "Any text.") for name in names)
    entity = Entity(
        "any", "text", 1, "One row per record.", "changes", ("csv",), columns, quoted_newlines=True
    )
    found = FoundFile(copy, entity, len(data), copy.stat().st_mtime_ns)
    query = RecordQuery(entity, Layout(names), "UTC", "KR", "csv")
    shown = ", ".join(f"coalesce({text_of(name)}, '')" for name in names)
    rows: list[tuple[str, ...]] = []
    with duckdb.connect() as connection:
        for lines in read_lines(found, 1, has_header=True):
            connection.register("lines", lines.batch)
            texts = query.texts("lines", lines.has_quotes)
            rows += connection.execute(
                f"select {shown} from ({texts}) where width = {len(names)} order by line_no"
            ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", CASES)
def test_every_case_equals_its_json(shared_data: Path, tmp_path: Path, name: str) -> None:
    folder = shared_data / "badinput" / "csv-spectrum"
    text = (folder / "json" / f"{name}.json").read_text("utf-8")
    # the sample itself lost the carriage return that stands within quotes in its JSON
    expected = [] if name == BROKEN else json.loads(text.replace("\\r\\n", "\\n"))
    assert records(folder / "csvs" / f"{name}.csv", tmp_path) == expected


def test_no_case_is_left_out(shared_data: Path) -> None:
    folder = shared_data / "badinput" / "csv-spectrum" / "csvs"
    assert sorted(path.stem for path in folder.glob("*.csv")) == list(CASES)
