"""Asterisk's cdr_csv: its real logs, the key of a leg, and times that its zone does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import Home
from trunkline.loads import LoadFile

ASTERISK = "asterisk/call_records"


def asterisk_home(folder: Path) -> Home:
    return Home(folder, "asterisk: {zone: America/New_York, country: US}\n")


def leg(start: str) -> str:
    """One line of a call that nobody answered."""
    return f",9173750980,600,d,,c,,Dial,,{start},,{start},1,0,NO ANSWER,DEFAULT,1.1,\n"


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


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Master.csv", "Master.csv"),
        ("Master-2026-03.csv.gz", "Master-2026-03.csv.gz"),
        ("Kim-0312.csv", "account-{}.csv"),
        ("Master0312.csv", "account-{}.csv"),
    ],
)
def test_the_file_of_an_account_is_not_called_by_its_code(
    tmp_path: Path, name: str, shown: str
) -> None:
    """cdr_csv writes <accountcode>.csv beside Master.csv (accountlogs=yes)."""
    home = asterisk_home(tmp_path)
    told = []
    for text in (leg("2017-03-12 03:30:00"), leg("2017-03-12 03:30:00"), "short\n" * 10):
        told += home.land(text, name, ASTERISK).sentences()
    manifests = "".join(path.read_text() for path in home.settings.manifests.glob("*.json"))
    assert "0312" not in "\n".join(told) + manifests
    ((origin, sha256),) = home.rows("select origin, sha256 from lake", "trunkline/load_files")
    assert origin == shown.format(sha256[:12])


def test_local_time_that_clocks_skipped(tmp_path: Path) -> None:
    home = asterisk_home(tmp_path)
    home.put(leg("2017-03-12 02:30:00") + leg("2017-03-12 03:30:00"), "a.csv", ASTERISK)
    home.ingest()
    assert home.rejects() == [(1, "start", "local_time")]
