"""Files that are refused whole: the error says what and where, the file is kept, nothing landed."""

from __future__ import annotations

import codecs
import gzip
from pathlib import Path

import pytest
import zstandard

from ingestion.records import converted
from ingestion.report import EXIT_REFUSED
from tests.homes import USAGE_HEADER, Home, usage_file, usage_line, usage_lines
from tests.integration.bad_input.refusing import NAME, SOUND, refused
from trunkline.errors import ContractError


def test_empty_file(home: Home) -> None:
    refusal = refused(home, b"")
    assert refusal.rule == "empty"
    assert "0 bytes, not even a header" in refusal.message
    assert "Send the header alone" in refusal.advice


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("usage_MSC01_1.ndjson", "send it with a sidecar with records 0"),
        ("usage_MSC01_1.parquet", "never without bytes"),
    ],
)
def test_an_empty_file_of_a_format_without_a_header(home: Home, name: str, advice: str) -> None:
    refusal = refused(home, b"", name)
    assert refusal.rule == "empty" and "header" not in str(refusal)
    assert advice in refusal.advice


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_wrong_delimiter(home: Home, delimiter: str) -> None:
    refusal = refused(home, SOUND.replace(",", delimiter).encode())
    assert (refusal.rule, refusal.line, refusal.field) == ("missing_column", 1, "producer")
    assert f"seem to be parted by {delimiter!r}" in refusal.message
    assert refusal.advice == "Part the fields by ','."


def test_missing_required_column(home: Home) -> None:
    header = USAGE_HEADER.replace(",quantity", "")
    refusal = refused(home, usage_file([], header).encode())
    assert (refusal.rule, refusal.line, refusal.field) == ("missing_column", 1, "quantity")
    assert refusal.message == "Its header lacks quantity."


def test_renamed_required_column(home: Home) -> None:
    refusal = refused(home, SOUND.replace("charged_party", "chargedparty").encode())
    assert (refusal.rule, refusal.field) == ("missing_column", "charged_party")
    assert "The name of its column 8 is almost charged_party." in refusal.message
    assert refusal.advice == "If column 8 is meant to be charged_party, name it so."


def test_doubled_column(home: Home) -> None:
    refusal = refused(home, SOUND.replace("unit,", "quantity,").encode())
    assert (refusal.rule, refusal.field) == ("doubled_column", "quantity")
    assert "names quantity twice" in refusal.message


def test_a_file_without_a_header_gives_none_of_its_values_away(home: Home) -> None:
    """The first record would be taken for the header, and its names for those of columns."""
    record = "Kim Cheolsu,Kim Cheolsu,charged_partie,Lee\n"
    doubled = refused(home, record.encode())
    assert (doubled.rule, doubled.field) == ("doubled_column", None)
    assert "names what stands in its columns 1 and 2 twice" in doubled.message
    missing = home.land(record.replace("Kim Cheolsu,", "", 1), NAME).refused[0]
    assert "The name of its column 2 is almost charged_party." in missing.message
    assert not any(each in str(doubled) + str(missing) for each in ("Kim", "partie", "Lee"))


def test_columns_swapped_in_the_header_only(home: Home) -> None:
    header = USAGE_HEADER.replace("quantity,unit", "unit,quantity")
    refusal = refused(home, usage_file(usage_lines(10), header).encode())
    assert refusal.rule == "reject_threshold"
    assert (refusal.line, refusal.field) == (2, "quantity")
    assert "quantity is no whole number" in refusal.message
    assert len(refusal.rejects) == 10


def test_cp949_file(home: Home) -> None:
    lines = [usage_line(number, cell_id="서울") for number in range(10)]
    refusal = refused(home, usage_file(lines).encode("cp949"))
    assert refusal.rule == "reject_threshold"
    assert refusal.line == 2
    assert "is no UTF-8, but would be CP949" in refusal.message
    assert "iconv -f CP949 -t UTF-8" in refusal.advice


def test_utf16_file(home: Home) -> None:
    refusal = refused(home, codecs.BOM_UTF16_LE + SOUND.encode("utf-16-le"))
    assert (refusal.rule, refusal.line) == ("encoding", 1)
    assert "UTF-16" in refusal.message


def test_last_line_cut_short(home: Home) -> None:
    refusal = refused(home, SOUND.encode()[:-30])
    assert (refusal.rule, refusal.line) == ("final_newline", 4)
    assert "may have been cut short" in refusal.message


def test_final_newline_missing_though_the_record_is_whole(home: Home) -> None:
    assert refused(home, SOUND.encode()[:-1]).rule == "final_newline"


@pytest.mark.parametrize("position", [-8, -6, -1])
def test_wrong_gzip_checksum(home: Home, position: int) -> None:
    data = bytearray(gzip.compress(SOUND.encode()))
    data[position] ^= 0xFF
    refusal = refused(home, bytes(data), f"{NAME}.gz")
    assert refusal.rule == "checksum"
    assert "compressed bytes are damaged" in refusal.message


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_archive_cut_short(home: Home, ending: str) -> None:
    packed = gzip.compress(SOUND.encode()) if ending == "gz" else zstandard.compress(SOUND.encode())
    refusal = refused(home, packed[:-5], f"{NAME}.{ending}")
    assert refusal.rule == "truncated"


def test_wrong_zstd_checksum(home: Home) -> None:
    packed = zstandard.ZstdCompressor(write_checksum=True).compress(SOUND.encode())
    refusal = refused(home, packed[:-1] + bytes([packed[-1] ^ 0xFF]), f"{NAME}.zst")
    assert refusal.rule == "checksum"


def test_plain_file_called_gz(home: Home) -> None:
    assert refused(home, SOUND.encode(), f"{NAME}.gz").rule == "compression"


def test_carriage_returns_alone(home: Home) -> None:
    refusal = refused(home, SOUND.replace("\n", "\r").encode())
    assert refusal.rule == "line_ends"


def test_endless_line(home: Home) -> None:
    refusal = refused(home, SOUND.encode() + b"x" * (1 << 21) + b"\n")
    assert (refusal.rule, refusal.line) == ("line_length", 5)


def test_name_of_no_format(home: Home) -> None:
    refusal = refused(home, SOUND.encode(), "usage_MSC01_1.xlsx")
    assert refusal.rule == "format"
    assert ".csv, .ndjson, .parquet" in refusal.advice


def test_swapped_columns_beyond_the_threshold_name_a_hundred_rejects(home: Home) -> None:
    lines = [usage_line(number, quantity="x") for number in range(300)]
    refusal = refused(home, usage_file(lines).encode())
    assert len(refusal.rejects) == 100
    assert "More than 5 of its 300 records are rejected" in refusal.message


def test_a_refused_file_may_be_sent_again(home: Home) -> None:
    refused(home, SOUND.encode()[:-1])
    report = home.land(SOUND)
    assert report.exit_code == 0
    assert report.landed[0].accepted == 3
    assert report.landed[0].identity == "mediation/usage_events/MSC01/1"


def test_a_refused_file_does_not_stop_the_others_and_leaves_no_gap(home: Home) -> None:
    home.put(SOUND.replace(",61,", ",x,") * 3, "usage_MSC01_1.csv")
    home.put(usage_file(usage_lines(4, first=10)), "usage_MSC01_2.csv")
    report = home.ingest()
    assert report.exit_code == EXIT_REFUSED
    assert [(file.file_no, file.origin) for file in report.landed] == [(1, "usage_MSC01_2.csv")]
    assert home.rows("select distinct file_no, count(*) over () from lake") == [(1, 4)]


def test_a_content_that_no_reader_foresaw_stops_its_own_file_alone(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its error may quote the file: what is shown is the error's kind and where it arose."""

    def read(_: object) -> list[object]:
        raise LookupError("Kim Minji 010-1234-5678")

    monkeypatch.setitem(converted._READERS, "camt", read)
    home.put("<Document/>", "day.xml", "payments/bank_statements")
    home.put(SOUND, NAME)
    report = home.ingest()
    assert len(home.rows("select 1 from lake")) == 3
    (refusal,) = report.refused
    assert refusal.rule == "reader_stopped" and refusal.kept_as
    assert "LookupError in test_refused_files, line " in refusal.message
    assert "Minji" not in str(refusal)


def test_settings_of_no_source_stop_the_load_before_anything_is_read(tmp_path: Path) -> None:
    home = Home(tmp_path, sources="mediaton: {zone: Asia/Tokyo}")
    home.put(SOUND, NAME)
    with pytest.raises(ContractError, match="mediaton"):
        home.ingest()
    assert (home.settings.landing / "mediation" / "usage_events" / NAME).exists()


@pytest.mark.parametrize("place", ["cell_id", "record_id", "reversal_of"])
def test_korean_resident_number(home: Home, place: str) -> None:
    made_up = "900101-" + "1234567"
    lines = [*usage_lines(5), usage_line(6, **{place: made_up})]
    refusal = refused(home, usage_file(lines).encode())
    assert (refusal.rule, refusal.line) == ("resident_number", 7)
    assert made_up not in str(refusal)


def test_dates_and_long_ids_are_no_resident_numbers(home: Home) -> None:
    ids = [
        "20260105-1234567",
        "901301-1234567",
        "900101-9234567",
        "900101-12345678",
        "x900101-1234567",
    ]
    report = home.land(usage_file(usage_line(n, record_id=each) for n, each in enumerate(ids)))
    assert report.landed[0].accepted == len(ids)
