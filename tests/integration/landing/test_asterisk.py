"""Asterisk's cdr_csv: its real logs, the key of a leg, and times that its zone does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import Home
from trunkline.loads import LoadFile

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
