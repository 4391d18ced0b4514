"""The same records in every format and packing."""

from __future__ import annotations

import json

import duckdb
import pytest

from ingestion.records import chunks
from tests.homes import USAGE, Home, usage_file, usage_line
from tests.integration.landing.usage_formats import LANDED, RECORDS, csv_text, ndjson_text


@pytest.mark.parametrize("ending", ["csv.gz", "csv.zst", "ndjson", "ndjson.gz", "ndjson.zst"])
def test_every_packing_gives_the_same_rows(home: Home, expected: list[tuple], ending: str) -> None:
    content = csv_text() if ending.startswith("csv") else ndjson_text()
    report = home.land(content, f"usage_MSC01_1.{ending}")
    assert (report.landed[0].records, report.landed[0].accepted) == (3, 3)
    assert home.rows(LANDED) == expected


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
