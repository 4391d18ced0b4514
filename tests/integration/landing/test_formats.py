"""The same records in every format and packing; and the real format of a PBX."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from ingestion.records import chunks, stage
from ingestion.records.parquet_file import parquet_texts
from tests.homes import USAGE, Home, usage_file, usage_line, usage_record
from trunkline.loads import LoadFile

RECORDS = [
    usage_record(1),
    usage_record(2, other_party="112", charging_id="S2", cell_id=""),
    usage_record(3, started_at="2026-01-05T01:00:00.25Z", quantity="0"),
]
LANDED = "select * exclude (load, file_no, line_no) from lake order by event_key"


def csv_text() -> str:
    return usage_file(",".join(record.values()) for record in RECORDS)


def ndjson_text() -> str:
    lines = []
    for record in RECORDS:
        values: dict[str, object] = {name: value for name, value in record.items() if value}
        values["quantity"] = int(record["quantity"])
        lines.append(json.dumps(values))
    return "".join(f"{line}\n" for line in lines)


def parquet_file(path: Path, change: str = "*", records: list[dict[str, str]] = RECORDS) -> bytes:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Seoul'")
        connection.execute("create table lines (line varchar)")
        names = ", ".join(RECORDS[0])
        structure = json.dumps([dict.fromkeys(RECORDS[0], "VARCHAR")])
        connection.execute(
            f"create table usage as select {names} from"
            " (select unnest(from_json($records, $structure), recursive := true))",
            {"records": json.dumps(records), "structure": structure},
        )
        connection.execute(
            f"copy (select {change} from (select * replace (nullif(charging_id, '') as charging_id,"
            " cast(quantity as bigint) as quantity, cast(started_at as timestamptz) as started_at)"
            f" from usage)) to '{path}' (format parquet)"
        )
    return path.read_bytes()


@pytest.fixture
def expected(tmp_path: Path, home: Home) -> list[tuple]:
    other = Home(tmp_path / "csv", TRUNKLINE_KEYS=home.environment["TRUNKLINE_KEYS"])
    other.land(csv_text())
    return other.rows(LANDED)


@pytest.mark.parametrize("ending", ["csv.gz", "csv.zst", "ndjson", "ndjson.gz", "ndjson.zst"])
def test_every_packing_gives_the_same_rows(home: Home, expected: list[tuple], ending: str) -> None:
    content = csv_text() if ending.startswith("csv") else ndjson_text()
    report = home.land(content, f"usage_MSC01_1.{ending}")
    assert (report.landed[0].records, report.landed[0].accepted) == (3, 3)
    assert home.rows(LANDED) == expected


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


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        ("{not json", None, "json"),
        ("[1, 2]", None, "json"),
        ('{"producer": "MSC01", "producer": "MSC02"}', None, "json"),
        (json.dumps({**RECORDS[0], "quantity": 1.5}), "quantity", "integer"),
        (json.dumps({**RECORDS[0], "quantity": None}), "quantity", "required"),
        (json.dumps(RECORDS[0])[:-1] + ', "x": 0.12345678901234567}', None, "json"),
    ],
)
def test_bad_ndjson(home: Home, line: str, field: str | None, rule: str) -> None:
    home.land(ndjson_text() + line + "\n", "usage_MSC01_1.ndjson")
    assert home.rejects() == [(4, field, rule)]
    assert home.raw_rejects() == [line.encode()]


def test_unknown_ndjson_names_are_kept_aside(home: Home) -> None:
    line = json.dumps({**RECORDS[0], "imei": "352"})
    report = home.land(line + "\n", "usage_MSC01_1.ndjson")
    assert report.landed[0].accepted == 1
    (path,) = home.settings.aside.glob("load=1/*.parquet")
    assert home.rows(f"select line_no, field, value from '{path}'") == [(1, "imei", "352")]


def test_an_empty_file_that_its_sidecar_announces(home: Home) -> None:
    home.put_raw(b'{"records": 0}', "usage_MSC01_1.csv.meta.json")
    report = home.land("")
    assert report.landed[0].records == 0


def test_many_chunks_are_counted_like_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "_CHUNK_BYTES", 1000)
    monkeypatch.setattr("ingestion.files.bytes._PIECE_BYTES", 700)
    # every chunk brings numbers that none before it held
    lines = [usage_line(number, other_party=f"+8210{number:08}") for number in range(400)]
    lines[333] = usage_line(333, quantity="x")
    home.put(usage_file(lines), "usage_MSC01_1.csv")
    home.put(usage_file([usage_line(999)]), "usage_MSC01_2.csv")
    report = home.ingest()
    assert [(each.records, each.accepted) for each in report.landed] == [(400, 399), (1, 1)]
    assert home.rejects() == [(335, "quantity", "integer")]
    assert home.rows(
        "select count(distinct other_party_key), count(distinct line_no) from lake"
    ) == [(400, 399)]
    assert home.rows(
        "select count(*) from lake where file_no = 1 and record_id <> 'R' || (line_no - 2)"
    ) == [(0,)]


ASTERISK = "asterisk/call_records"


def asterisk_home(folder: Path) -> Home:
    return Home(folder, "asterisk: {zone: America/New_York, country: US}\n")


@pytest.mark.real_data
def test_asterisk_logs_land_whole(tmp_path: Path, shared_data: Path) -> None:
    home = asterisk_home(tmp_path)
    for path in sorted((shared_data / "cdr_asterisk").glob("*.csv")):
        home.put_raw(path.read_bytes(), path.name, ASTERISK)
    landed: tuple[LoadFile, ...] = home.ingest().landed
    assert sorted((file.records, file.accepted, file.rejected) for file in landed) == [
        (34, 34, 0),
        (45, 45, 0),
    ]
    assert home.rows(
        "select count(*), count(distinct event_key), cast(sum(billsec) as bigint) from lake",
        ASTERISK,
    )[0][:2] == (79, 44)
    assert home.rows("select distinct length(src_key) from lake", ASTERISK) == [(32,)]


def test_asterisk_event_key_is_of_typed_values(tmp_path: Path) -> None:
    home = asterisk_home(tmp_path)
    values = ["", "917-375-0980", "502-679-5153", "hq", '"A" <1>', "c", "", "Dial", "x"]
    values += ["2017-06-27 10:29:03", "", "2017-06-27 10:35:45", "402", "0", "NO ANSWER"]
    values += ["DOCUMENTATION", "1.3", ""]
    quoted = ",".join('"' + value.replace('"', '""') + '"' for value in values)
    plain = ",".join(f'"{v.replace(chr(34), chr(34) * 2)}"' if '"' in v else v for v in values)
    spelled = plain.replace("917-375-0980", "+1 917 375 0980").replace(",402,", ",0402,")
    home.put("".join(f"{line}\n" for line in (quoted, plain, spelled)), "a.csv", ASTERISK)
    assert home.ingest().landed[0].accepted == 3
    assert home.rows("select count(distinct event_key) from lake", ASTERISK) == [(1,)]
    assert home.rows("select distinct cast(start as varchar), dst_prefix from lake", ASTERISK) == [
        ("2017-06-27 14:29:03", "1502679")
    ]


def test_local_time_that_clocks_skipped(tmp_path: Path) -> None:
    home = asterisk_home(tmp_path)
    good = ",9173750980,600,d,,c,,Dial,,{0},,{0},1,0,NO ANSWER,DEFAULT,1.1,\n"
    home.put(
        good.format("2017-03-12 02:30:00") + good.format("2017-03-12 03:30:00"), "a.csv", ASTERISK
    )
    home.ingest()
    assert home.rejects() == [(1, "start", "local_time")]


def test_no_person_is_left_in_the_lake(home: Home) -> None:
    home.put(
        "account_id,holder_name,holder_email,segment,region,bill_cycle_day,currency,status,"
        "valid_from,valid_to\n"
        "A-77,김가짜,kim@example.org,consumer,seoul,1,KRW,active,2026-01-01T00:00:00+09:00,\n",
        "accounts.csv",
        "billing/accounts",
    )
    home.put(usage_file([usage_line(1)]), "usage_MSC01_1.csv")
    home.ingest()
    names = {row[0] for row in home.rows("describe lake", "billing/accounts")}
    assert {"account_id_key", "holder_name_key", "holder_email_key"} < names
    assert not {"account_id", "holder_name", "holder_email"} & names
    open_folders = [home.settings.lake]
    for folder in open_folders:
        for path in folder.rglob("*.parquet"):
            with duckdb.connect() as connection:
                text = str(connection.execute(f"from '{path}'").fetchall())
            for secret in ("김가짜", "kim@example", "A-77", "821012345678", "821098765432"):
                assert secret not in text
    assert home.rows("select distinct other_party_prefix from lake", USAGE) == [("82109876",)]
    for path in (home.settings.vault_file, *home.settings.originals.iterdir()):
        assert path.stat().st_mode & 0o077 == 0


def test_a_resident_number_in_parquet(home: Home, tmp_path: Path) -> None:
    change = "*, '900101-' || '1234567' as note"
    home.put_raw(parquet_file(tmp_path / "x.parquet", change), "usage_MSC01_1.parquet")
    (refusal,) = home.ingest().refused
    assert (refusal.rule, refusal.line) == ("resident_number", 1)
