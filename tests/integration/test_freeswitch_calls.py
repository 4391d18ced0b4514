"""FreeSWITCH's calls are rated as any other usage, each bridged call once."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home
from tests.integration.test_asterisk_log import write_catalogue, write_subscribers

pytestmark = pytest.mark.slow

NOW = "2026-02-01T06:00:00+00:00"
CALLER, OTHER = "2125550100", "2125550101"
LEGS = [
    # caller, called, start, answer, end, duration, billsec, cause, uuid, bleg_uuid
    (CALLER, OTHER, "10:00:00", "10:00:05", "10:01:06", 66, 61, "NORMAL_CLEARING", "leg-a-01",
     "leg-b-01"),
    # the leg that the switch set up to reach the called party
    (CALLER, OTHER, "10:00:00", "10:00:05", "10:01:06", 66, 61, "NORMAL_CLEARING", "leg-b-01", ""),
    (CALLER, OTHER, "11:00:00", "", "11:00:30", 30, 0, "NO_ANSWER", "leg-a-02", ""),
    (CALLER, OTHER, "12:00:00", "", "12:00:03", 3, 0, "USER_BUSY", "leg-a-03", ""),
    (CALLER, "9196", "13:00:00", "13:00:00", "13:00:09", 9, 9, "NORMAL_CLEARING", "leg-a-04", ""),
    # nobody's number: it waits in suspense
    ("9999", OTHER, "14:00:00", "14:00:01", "14:00:11", 11, 10, "NORMAL_CLEARING", "leg-a-05", ""),
]  # fmt: skip


def line(leg: tuple[object, ...]) -> str:
    caller, called, start, answer, end, duration, billsec, cause, own, other = leg
    stamps = [f"2026-01-05 {time}" if time else "" for time in (start, answer, end)]
    fields = ["Somebody", caller, called, "default", *stamps, duration, billsec, cause, own, other,
              "", "PCMU", "PCMU"]  # fmt: skip
    return ",".join(f'"{field}"' for field in fields) + "\n"


def test_each_bridged_call_is_rated_once(tmp_path: Path) -> None:
    home = Home(tmp_path / "home", tmp_path / "keys.json")
    home.folder.mkdir()
    (home.folder / "sources.yml").write_text(
        "freeswitch: {zone: America/New_York, country: US}\n", encoding="utf-8"
    )
    write_catalogue(home)
    write_subscribers(home, [CALLER, OTHER])
    landing = home.folder / "landing" / "freeswitch" / "call_records"
    landing.mkdir(parents=True)
    text = "".join(line(leg) for leg in LEGS)
    (landing / "Master.csv").write_text(text, encoding="utf-8")
    # the file of one account holds the same legs again
    (landing / "1001.csv").write_text(text[: text.index("leg-a-02")].rpartition("\n")[0] + "\n")
    home.run("run", now=NOW)

    with duckdb.connect(str(home.warehouse), read_only=True) as warehouse:
        statuses = dict(
            warehouse.execute(
                "select status, sum(event_count)::bigint from fct_event_statuses"
                " where source = 'freeswitch' group by status"
            ).fetchall()
        )
        assert statuses == {"rated": 2, "duplicate": 2, "non_chargeable": 3, "suspended": 1}
        # 61 seconds and 9 seconds at one cent
        charged = warehouse.execute("select sum(charge)::varchar from fct_rated_usage").fetchone()
        assert charged == ("0.700000",)
        unbalanced = warehouse.execute(
            "select control_key from fct_control_totals where not is_balanced"
        ).fetchall()
        assert unbalanced == []
