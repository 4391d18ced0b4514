"""An order charges exactly the difference, once, and moves nothing that was issued."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock

from tests.integration.operator_history import Home
from tests.integration.rerating_history import Played, by_number, play, rows
from tests.integration.test_incremental_equals_full import build_at, differing, loads_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def played(shared_folder: Path) -> Played:
    """The history, played once; what was said and stood on the way is kept beside it."""
    home = Home(shared_folder / "rerating_home", shared_folder / "rerating_keys.json")
    kept = shared_folder / "rerating_played.json"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            done = play(home)
            kept.write_text(json.dumps({"said": done.said, "stood": done.stood}))
    content = json.loads(kept.read_text())
    return Played(home, content["said"], content["stood"])


def test_what_was_rated_keeps_its_charge_after_the_price_was_corrected(played: Played) -> None:
    # 1: 61 free; 2: 39 free, 22 at 2; 3 came later: 61 at 2; 21 and 31: 50 at 2
    assert played.stood["charged"] == {
        "1": "0.000000", "2": "44.000000", "3": "122.000000", "11": "0.000000",
        "21": "100.000000", "31": "100.000000",
    }  # fmt: skip
    # only what was not rated yet has the new price, and 61 free seconds of February
    assert played.stood["corrected"] == played.stood["charged"] | {"5": "0.000000"}


def test_the_list_shows_what_a_corrected_version_rated(played: Played) -> None:
    [line] = [each for each in played.said["list"].splitlines() if each.startswith("2026-")]
    # 31 was taken back: it costs nothing whatever its price
    assert line.split() == ["2026-01-01", "1", "5", "5", "0", "0", "266.000000", "KRW", "plan"]
    [line] = [each for each in played.said["list_after"].splitlines() if each.startswith("2026-")]
    # 21 was reversed since
    assert line.split()[2:6] == ["4", "4", "0", "3"]


def test_the_difference_is_that_of_the_period_in_the_order_of_time(played: Played) -> None:
    # 3 began first and is free; of 1 39 seconds are free and 22 cost 3; of 2 all 61 cost 3
    assert played.stood["adjusted"] == {
        "3": "-122.000000", "1": "66.000000", "2": "139.000000", "21": "50.000000",
    }  # fmt: skip
    assert "6 events rated again with what load 4 knew" in played.said["order"]
    assert "4 adjustments: +133.000000 KRW" in played.said["order"]
    assert "load 5 holds the order" in played.said["order"]


def test_an_order_names_the_knowledge_and_takes_the_account_whole(played: Played) -> None:
    assert "1 events rated again with what load 2 knew" in played.said["as_known_then"]
    assert "Nothing differs" in played.said["as_known_then"]


def test_a_second_order_finds_nothing_and_lands_nothing(played: Played) -> None:
    assert "Nothing differs" in played.said["again"]
    assert rows(played.home, "select order_seq, reason, ordered_by from fct_rerating_orders") == [
        [5, "a wrong price", "sam"]
    ]


def test_what_an_order_refuses(played: Played) -> None:
    assert "The warehouse stands at load" in played.said["old_warehouse"]
    assert "Add --reason" in played.said["no_reason"]
    assert "No usage of everything was charged in period 2025-12" in played.said["no_usage"]


def test_a_kill_between_landing_and_build_loses_nothing(played: Played) -> None:
    assert played.said["killed"] == "-9"
    assert len(played.stood["adjusted"]) == 4


def test_what_was_issued_stands_and_the_difference_is_in_the_next_invoice(played: Played) -> None:
    # 4's call was taken back within the month
    assert {line[2]: line[3] for line in played.stood["issued"] if line[1] == "usage"} == {
        "S-1": "166.0000", "S-2": "0.0000", "S-3": "100.0000", "S-4": "100.0000",
    }  # fmt: skip
    assert played.stood["still_issued"] == played.stood["issued"]
    assert "0 differences" in played.said["verify"]
    found = rows(
        played.home,
        "select subscription_id, description, net_amount::varchar from fct_invoice_lines where "
        "period = date '2026-02-01' and charge_kind = 'adjustment' order by all",
    )
    assert found == [
        ["S-1", "Re-rated usage, order 5", "83.0000"],
        ["S-3", "Re-rated usage, order 5", "0.0000"],
        ["S-3", "Reversed usage", "-100.0000"],
    ]


def test_a_reversal_gives_back_what_the_order_added(played: Played) -> None:
    found = by_number(
        played.home,
        "select event_id, amount::varchar from fct_rerating_adjustments where is_taken_back",
    )
    assert found == {"21": "-50.000000"}
    # nor is a reversed event rated again: a second order found nothing of it


def test_every_control_total_holds(played: Played) -> None:
    assert rows(played.home, "select * from fct_control_totals where not is_balanced") == []
    [[counted]] = rows(
        played.home,
        "select sum(left_count) from fct_control_totals where control = 'rated' "
        "and scope = 'cycle 1 period 2026-02-01'",
    )
    # the call of February, the reversal of 21, four adjustments and the one that is taken back
    assert counted == 1 + 1 + 5


def test_the_life_of_an_event_says_that_it_was_rated_again(played: Played) -> None:
    life = played.said["explain"].partition("Life")[2]
    assert "load 5  rerated" in life
    assert "66" in played.said["explain"].partition("Rated again")[2]


def test_a_full_refresh_gives_the_same_marts(played: Played, tmp_path: Path) -> None:
    warehouse = tmp_path / "full" / "warehouse.duckdb"
    build_at(played.home, warehouse, loads_of(played.home)[-1:])
    assert differing(warehouse, played.home.warehouse) == {}
