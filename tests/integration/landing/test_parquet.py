"""Parquet files: their types, names and damage; the same rows as in any other format."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from ingestion.records import stage
from ingestion.records.parquet_file import parquet_texts
from tests.homes import Home, usage_file, usage_line, usage_record
from tests.integration.landing.usage_formats import LANDED, parquet_file


def test_parquet_gives_the_same_rows(home: Home, expected: list[tuple], tmp_path: Path) -> None:
    home.put_raw(parquet_file(tmp_path / "x.parquet"), "usage_MSC01_1.parquet")
    report = home.ingest()
    assert (report.landed[0].records, report.landed[0].accepted) == (3, 3)
    assert home.rows(LANDED) == expected
    assert home.rows("select line_no from lake order by 1") == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ("* replace (cast(quantity as double) as quantity)", "quantity", "type DOUBLE"),
        ("* replace (cast(started_at as timestamp) as started_at)", "started_at", "TIMESTAMP"),
    ],
)
def test_parquet_types_that_lose_something(
    home: Home, tmp_path: Path, change: str, field: str, words: str
) -> None:
    home.put_raw(parquet_file(tmp_path / "x.parquet", change), "usage_MSC01_1.parquet")
    (refusal,) = home.ingest().refused
    assert (refusal.rule, refusal.field) == ("column_type", field)
    assert words in refusal.message


def test_a_bad_parquet_row_is_rejected_and_kept(home: Home, tmp_path: Path) -> None:
    change = "* replace (case when record_id = 'R2' then 'fax' else service end as service)"
    home.put_raw(parquet_file(tmp_path / "x.parquet", change), "usage_MSC01_1.parquet")
    home.ingest()
    assert home.rejects() == [(2, "service", "allowed")]
    assert json.loads(home.raw_rejects()[0])["service"] == "fax"


@pytest.mark.parametrize("name", ["*.parquet", "usage_MSC0?_1.parquet", "usage_[M]SC01_1.parquet"])
def test_a_name_is_no_pattern_of_other_files(home: Home, tmp_path: Path, name: str) -> None:
    home.put_raw(parquet_file(tmp_path / "all"), "usage_MSC01_1.parquet")
    one = parquet_file(tmp_path / "one", "* replace ('X' || record_id as record_id)")
    home.put_raw(one, name)
    report = home.ingest()
    assert {file.origin: file.accepted for file in report.landed} == {
        "usage_MSC01_1.parquet": 3,
        name: 3,
    }
    assert home.rows("select count(*), count(*) filter (record_id like 'X%') from lake") == [(6, 3)]


def test_a_column_called_as_rows_are_numbered(home: Home, tmp_path: Path) -> None:
    odd = parquet_file(tmp_path / "x.parquet", "*, 1 as File_Row_Number")
    home.put_raw(odd, "usage_MSC01_1.parquet")
    home.put(usage_file([usage_line(4)]), "usage_MSC01_2.csv")
    report = home.ingest()
    assert [(each.rule, each.field) for each in report.refused] == [
        ("column_name", "file_row_number")
    ]
    assert [file.origin for file in report.landed] == ["usage_MSC01_2.csv"]


def test_a_file_that_is_no_parquet(home: Home) -> None:
    home.put_raw(b"PAR1 but not really", "usage_MSC01_1.parquet")
    assert [refusal.rule for refusal in home.ingest().refused] == ["parquet"]


def many_rows(path: Path) -> bytes:
    """A file whose middle is a page of its rows, not its footer."""
    return parquet_file(path, records=[usage_record(number) for number in range(100, 3100)])


def test_a_damaged_page_refuses_its_file_alone(home: Home, tmp_path: Path) -> None:
    data = bytearray(many_rows(tmp_path / "x.parquet"))
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(200)
    home.put_raw(bytes(data), "usage_MSC01_1.parquet")
    home.put_raw(parquet_file(tmp_path / "sound.parquet"), "usage_MSC01_2.parquet")
    home.put(usage_file([usage_line(4)]), "usage_MSC01_3.csv")
    report = home.ingest()
    assert [(each.rule, each.origin) for each in report.refused] == [
        ("parquet", "usage_MSC01_1.parquet")
    ]
    assert "its pages are damaged" in report.refused[0].message
    assert (home.settings.refused / str(report.refused[0].kept_as)).read_bytes() == bytes(data)
    assert [(file.origin, file.accepted) for file in report.landed] == [
        ("usage_MSC01_2.parquet", 3),
        ("usage_MSC01_3.csv", 1),
    ]
    assert home.rows("select count(*) from lake") == [(4,)]


def test_a_parquet_file_that_changes_while_it_is_read_is_left(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = home.put_raw(many_rows(tmp_path / "x.parquet"), "usage_MSC01_1.parquet")
    home.put(usage_file([usage_line(4)]), "usage_MSC01_2.csv")

    def cut_short(*arguments: object) -> str:
        changing.write_bytes(b"PAR1")
        return parquet_texts(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(stage, "parquet_texts", cut_short)
    report = home.ingest()
    assert [(each.rule, each.kept_as) for each in report.refused] == [("still_written", None)]
    assert changing.exists()
    assert [file.origin for file in report.landed] == ["usage_MSC01_2.csv"]


@pytest.mark.parametrize(
    "error",
    [
        duckdb.OutOfMemoryException("Out of Memory Error: could not allocate block"),
        duckdb.IOException("IO Error: Could not write file: No space left on device"),
        duckdb.BinderException("Binder Error: no such column"),
    ],
)
def test_a_fault_of_the_machine_is_none_of_the_file(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: duckdb.Error
) -> None:
    kept = home.put_raw(parquet_file(tmp_path / "x.parquet"), "usage_MSC01_1.parquet")

    def fail(*_: object) -> str:
        raise error

    monkeypatch.setattr(stage, "parquet_texts", fail)
    with pytest.raises(type(error)):
        home.ingest()
    assert kept.exists()


def test_a_resident_number_in_parquet(home: Home, tmp_path: Path) -> None:
    change = "*, '900101-' || '1234567' as note"
    home.put_raw(parquet_file(tmp_path / "x.parquet", change), "usage_MSC01_1.parquet")
    (refusal,) = home.ingest().refused
    assert (refusal.rule, refusal.line) == ("resident_number", 1)
