"""Usage of charging systems, from their files to the charge: figures worked out by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

from tests.integration.charging_play import NOW, play
from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which two loads of charging systems were landed, built and published."""
    folder = tmp_path_factory.mktemp("charging")
    home = Home(folder / "home", folder / "keys.json")
    play(home)
    return home


def rows(home: Home, query: str) -> list[tuple]:
    with duckdb.connect(str(home.warehouse), read_only=True) as warehouse:
        return warehouse.execute(query).fetchall()


def test_every_event_is_accounted_for(home: Home) -> None:
    landed = rows(
        home,
        "select source, sum(records), sum(accepted), sum(rejected) from fct_load_files"
        " where source in ('charging', 'tmf635') group by source order by source",
    )
    assert landed == [("charging", 9, 8, 1), ("tmf635", 2, 2, 0)]
    statuses = rows(
        home,
        "select source, status, sum(event_count)::bigint from fct_event_statuses"
        " where source in ('charging', 'tmf635') and event_count > 0 group by all order by all",
    )
    # of the first file two parts and a call are rated, of the second the last part
    assert statuses == [
        ("charging", "duplicate", 1),
        ("charging", "non_chargeable", 1),
        ("charging", "rated", 4),
        ("charging", "suspended", 2),
        ("tmf635", "rated", 2),
    ]
    assert rows(home, "select control_key from fct_control_totals where not is_balanced") == []


def test_a_session_in_many_records_is_metered_as_one(home: Home) -> None:
    """100 bytes are one step of 1,024; 200 are still one; 2,200 are three. The fee is due once."""
    assert rows(
        home,
        "select quantity::bigint, metered_quantity::bigint, connect_fee::varchar, charge::varchar"
        " from fct_rated_usage where service = 'data' order by started_at",
    ) == [
        (100, 1024, "0.100000", "0.110000"),
        (100, 0, "0.000000", "0.000000"),
        (2000, 2048, "0.000000", "0.020000"),
    ]


def test_calls_are_rated_by_the_plan_and_not_by_what_the_sender_charged(home: Home) -> None:
    """30 seconds are free in the period; the rest costs a cent a second."""
    assert rows(
        home,
        "select quantity::bigint, free_quantity::bigint, charge::varchar from fct_rated_usage"
        " where service = 'voice' order by started_at",
    ) == [(61, 30, "0.310000"), (60, 0, "0.600000"), (7, 0, "0.070000")]


def test_what_cannot_be_rated_says_why(home: Home) -> None:
    """The network visited is no destination of the catalogue; and one number is nobody's."""
    assert rows(home, "select reason, service from fct_suspense order by all") == [
        ("no_destination", "data"),
        ("unknown_subscriber", "voice"),
    ]


def exported(home: Home, name: str) -> list[dict[str, str]]:
    with (home.folder / "exports" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_what_was_rated_leaves_once(home: Home) -> None:
    """Last, for it writes into the home: the figures above, and of the allowance nothing left."""
    printed = home.run("export", now=NOW)
    assert printed.count("wrote ") == 6
    rated = exported(home, "usage_000001-000002.csv")
    assert sorted((row["service"], row["quantity"], row["charge"]) for row in rated) == [
        ("data", "100", "0.000000"),
        ("data", "100", "0.110000"),
        ("data", "2000", "0.020000"),
        ("voice", "60", "0.600000"),
        ("voice", "61", "0.310000"),
        ("voice", "7", "0.070000"),
    ]
    (balance,) = exported(home, "balances_000001-000002.csv")
    assert (balance["bucket_id"], balance["subscription_id"], balance["period"]) == (
        "thirty", "S-00000", "2026-01-01",
    )  # fmt: skip
    assert [balance[f"{each}_quantity"] for each in ("granted", "consumed", "left")] == [
        "30", "30", "0",
    ]  # fmt: skip
    prices = exported(home, "plans_000001-000002.csv")
    assert [(row["part_id"], row["unit_price"], row["quantity"]) for row in prices] == [
        ("call", "0.010000", ""), ("data", "0.010000", ""), ("thirty", "", "30"),
    ]  # fmt: skip
    told = Path(home.folder / "exports" / "usage_000001-000002.ndjson").read_text("utf-8")
    assert len([json.loads(line) for line in told.splitlines()]) == 6
    # who it was is nowhere in what leaves
    assert "2125550100" not in told and "2125550100" not in str(rated)
    assert "nothing new up to load 2" in home.run("export", now=NOW)
