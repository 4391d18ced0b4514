"""Suspense from its reasons to its end: cured, released, written off, and accounted for."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from tests.integration.operator_history import Home
from tests.integration.suspense_play import Played, by_number, play, rows, waiting
from tests.integration.test_incremental_equals_full import build_at, differing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def played(shared_folder: Path) -> Played:
    """The history, played once; what was said and stood on the way is kept beside it."""
    home = Home(shared_folder / "suspense_home", shared_folder / "suspense_keys.json")
    kept = shared_folder / "suspense_played.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            done = play(home)
            kept.write_text(json.dumps({"said": done.said, "stood": done.stood}))
    content = json.loads(kept.read_text())
    stood = {
        name: {int(number): value for number, value in values.items()}
        for name, values in content["stood"].items()
    }
    return Played(home, content["said"], stood)


def test_each_event_says_what_it_lacks(played: Played) -> None:
    assert played.stood["arrived"] == {
        2: "unknown_subscriber",
        3: "no_subscription_then",
        4: "no_active_plan",
        5: "no_destination",
        6: "no_price",
        7: "quantity_out_of_range",
        8: "clock_in_future",
        9: "quantity_out_of_range",
        11: "unknown_subscriber",
        12: "original_not_rated",
        13: "clock_in_future",
        14: "clock_in_future",
    }


def test_each_event_is_rated_by_the_load_that_brings_what_it_lacked(played: Played) -> None:
    found = by_number(played.home, "select event_id, rating_seq from fct_rated_usage")
    # 10 began as long after its load as is tolerated; 8 began before load 4 landed, which brings
    # only people; 7 was released by load 2; 31 is exactly at the limit that came with it
    assert found == {1: 1, 10: 1, 7: 2, 2: 4, 8: 4, 21: 4, 3: 6, 4: 6, 5: 6, 31: 6}


def test_what_was_written_off_stays_so_when_what_it_lacked_lands(played: Played) -> None:
    found = by_number(
        played.home,
        "select event_id, [reason, written_off_seq::varchar] from fct_suspense"
        " where status = 'written_off'",
    )
    assert found == {
        9: ["quantity_out_of_range", "3"],
        11: ["unknown_subscriber", "3"],
        12: ["original_not_rated", "3"],
        14: ["unknown_subscriber", "3"],
        6: ["no_price", "5"],
    }
    assert waiting(played.home) == {13: "clock_in_future", 32: "quantity_out_of_range"}


def test_decisions_are_kept_with_who_and_why(played: Played) -> None:
    lake = played.home.folder / "lake" / "trunkline"

    def kept(entity: str, columns: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            return connection.execute(
                f"select load, {columns} from read_parquet('{lake}/{entity}/load=*/*.parquet', "
                "hive_partitioning = true) where load > 0 order by load, line_no"
            ).fetchall()

    assert kept("usage_releases", "reason, released_by, released_at::varchar") == [
        (2, "a long call", "sam", "2026-01-12 00:00:00")
    ]
    written = kept("usage_write_offs", "lacked, reason, estimated_amount, currency")
    # two calls of 61 seconds at 2 won and one of 90,000 were rated until load 3: their average
    estimate = (written[0][3], "KRW")
    assert float(estimate[0]) == pytest.approx((2 * 122 + 180_000) / 3, abs=1e-6)
    assert written == [
        (3, "quantity_out_of_range", "a fault", *estimate),
        (3, "unknown_subscriber", "a fault", *estimate),
        (3, "original_not_rated", "a fault", *estimate),
        (3, "unknown_subscriber", "a fault", *estimate),
        (5, "no_price", "not worth a price", None, None),
    ]


def test_every_control_total_holds_and_counts_what_is_written_off(played: Played) -> None:
    home = played.home
    assert rows(home, "select control_key from fct_control_totals where not is_balanced") == []
    controls = dict(
        rows(
            home,
            "select control, sum(left_count)::bigint from fct_control_totals group by control",
        )
    )
    assert (controls["events"], controls["write-offs"]) == (17, 5)
    # 12 waited on arrival and 32 later; all but the five written off and the two open were cured
    assert controls["suspense"] == 13
    statuses = dict(
        rows(home, "select status, sum(event_count)::bigint from fct_event_statuses group by 1")
    )
    assert statuses == {"rated": 10, "suspended": 2, "written_off": 5}


def test_life_of_an_event_is_told_status_by_status(played: Played) -> None:
    def told(name: str) -> list[tuple[str, str, str]]:
        return [
            (words[3], words[4], words[5])
            for words in (
                line.replace("load ", "load").replace("by ", "").split()
                for line in played.said[name].splitlines()
            )
        ]

    assert told("show_7") == [
        ("load1", "received", "load"),
        ("load1", "rejected", "load"),
        ("load2", "recycled", "release"),
        ("load2", "recycled", "load"),
        ("load2", "guided", "rating"),
        ("load2", "rated", "rating"),
        ("load7", "billed", "close"),
    ]
    assert told("show_11") == [
        ("load1", "received", "load"),
        ("load1", "rejected", "load"),
        ("load3", "written_off", "write_off"),
    ]
    assert "2026-01-12 10:00:00 KST  load 3" in played.said["show_11"]
    assert "Event 5 has no status in the snapshot" in played.said["show_unknown"]


def test_list_counts_by_reason_and_never_shows_fewer_in_silence(played: Played) -> None:
    said = played.said["list"]
    assert "snapshot" in said and "load 1" in said
    assert "12 events, all shown" in said
    assert any(
        line.split()[:2] == ["quantity_out_of_range", "2"] and "about 244.00 KRW" in line
        for line in said.splitlines()
    ), said
    assert any(line.split()[:2] == ["no_price", "1"] and "no estimate" in line
               for line in said.splitlines()), said  # fmt: skip
    assert "2 of 12 events shown, the oldest; --limit 0 shows all" in played.said["list_two"]
    assert "nothing waits" in played.said["list_old"]
    exported = list(csv.reader(played.said["list_csv"].splitlines()))
    header = next(place for place, row in enumerate(exported) if row[0] == "event_id")
    assert ["# filter service", "sms"] in exported
    assert [row[1] for row in exported[header + 1 :]] == ["no_price"]
    found = json.loads(played.said["list_json"])
    assert (found["events_shown"], found["events_total"]) == (1, 1)
    assert found["reasons"][0]["reason"] == "no_active_plan"


def test_retry_says_what_would_end_the_waiting(played: Played) -> None:
    said = played.said["retry"]
    assert "no_destination: lacks the prefix in catalogue/destinations" in said
    assert "Release what is quantity_out_of_range with --why TEXT." in said
    assert "load 2 releases 1 events" in played.said["release"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no_why", "is made for a reason. What to do: Add --why TEXT."),
        ("release_plan", "chosen are also no_active_plan"),
        ("old_warehouse", "The warehouse stands at load 1, the lake at load 2."),
        ("rated", "was rated by load 4. Nothing was decided."),
        ("twice", "was written off by load 3. Nothing was decided."),
        ("unknown", "event 5 is in no suspense (unknown, not chargeable, or a duplicate)"),
        ("too_young", "No event in suspense is meant by that."),
    ],
)
def test_what_cannot_be_decided_is_refused(played: Played, name: str, words: str) -> None:
    assert words in played.said[name].replace("\n", " ")


def test_dry_run_shows_and_lands_nothing(played: Played) -> None:
    assert "Nothing was written off: this was a dry run." in played.said["dry_run"]
    assert "quantity_out_of_range" in played.said["dry_run"]
    assert "load 3 writes off 4 events" in played.said["write_off"]


@pytest.mark.parametrize(
    "grouped",
    [[8], [1, 4, 8]],
    ids=["once_as_full_refresh", "release_and_write_off_at_once"],
)
def test_marts_are_the_same_however_the_loads_were_grouped(
    played: Played, tmp_path: Path, grouped: list[int]
) -> None:
    warehouse = tmp_path / "grouped" / "warehouse.duckdb"
    build_at(played.home, warehouse, grouped)
    assert differing(played.home.warehouse, warehouse) == {}
