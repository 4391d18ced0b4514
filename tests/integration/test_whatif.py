"""A trial of a catalogue: figures by hand, nothing for what is said already, nothing kept."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.operator_history import Home
from tests.integration.rerating_history import ALWAYS, deliver_first, tier
from tests.integration.supply_history import deliver as deliver_supplied
from tests.integration.suspense_history import charge

pytestmark = pytest.mark.slow

NOW = "2026-01-20T00:00:00Z"
LEFT = ("lake", "warehouse/warehouse.duckdb")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Five calls of January; the first subscription has two, of 61 seconds; 100 are free."""
    folder = tmp_path_factory.mktemp("whatif")
    home = Home(folder / "home", folder / "keys.json")
    deliver_first(home)
    home.run("run", now=NOW)
    return home


@pytest.fixture(scope="module")
def supplied_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Five charged calls, four of which a supplier carries, one of these without a price."""
    folder = tmp_path_factory.mktemp("supplied")
    home = Home(folder / "home", folder / "keys.json")
    deliver_supplied(home.folder / "landing", 1)
    home.run("run", now=NOW)
    return home


def write_candidate(folder: Path, entity: str, *rows: dict[str, object]) -> Path:
    target = folder / "candidate" / entity / f"{entity}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder / "candidate"


def tried(home: Home, catalogue: Path, *more: str) -> dict[str, Any]:
    words = ("whatif", "--catalogue", str(catalogue), "--period", "2026-01", "--json", *more)
    found: dict[str, Any] = json.loads(home.run(*words, now=NOW))
    return found


def state(home: Home) -> dict[str, tuple[int, int]]:
    """Size and time of every file that a trial must not touch."""
    paths = [
        path for part in LEFT for path in (home.folder / part, *home.folder.glob(f"{part}/**/*"))
    ]
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in paths
        if path.is_file()
    }


def test_a_dearer_second_moves_what_allowances_leave(home: Home, tmp_path: Path) -> None:
    before = state(home)
    output = tmp_path / "subscriptions.csv"
    candidate = write_candidate(tmp_path, "charge_tiers", tier("voice", "5"))
    found = tried(home, candidate, "--output", str(output), "--limit", "1")
    # S-1 pays 22 seconds, S-3 and S-4 50 each: 122 seconds at 2 and at 5; S-2 none
    [total] = found["totals"]
    assert total == {
        "currency": "KRW", "subscriptions": 4, "winners": 0, "losers": 3, "events": 5,
        "present": "244.000000", "candidate": "610.000000", "difference": "366.000000",
    }  # fmt: skip
    [group] = found["groups"]
    spread = [group[name] for name in ("least", "tenth", "median", "ninetieth", "most")]
    assert spread == ["0.000000", "0.000000", "66.000000", "150.000000", "150.000000"]
    assert (group["segment"], group["plan_id"]) == ("consumer", "plan")
    assert [row["difference"] for row in found["losers"]] == ["150.000000"]
    assert found["margins"] == []
    with output.open(encoding="utf-8") as file:
        lines = {row["subscription_id"]: row["difference"] for row in csv.DictReader(file)}
    assert lines == {
        "S-1": "66.000000",
        "S-2": "0.000000",
        "S-3": "150.000000",
        "S-4": "150.000000",
    }
    assert state(home) == before
    assert not list(home.folder.glob("warehouse/whatif/lake"))


def test_a_larger_allowance_has_winners(home: Home, tmp_path: Path) -> None:
    row = {"allowance_id": "free", "plan_id": "plan", "service": "voice", "zone": "home",
           "quantity": 130, **ALWAYS}  # fmt: skip
    candidate = write_candidate(tmp_path, "allowances", row)
    words = (
        "whatif",
        "--catalogue",
        str(candidate),
        "--period",
        "2026-01-01",
        "--segment",
        "consumer",
    )
    said = home.run(*words, now=NOW)
    # S-1 has all of 122 seconds free; S-3 and S-4 pay 20 instead of 50
    assert "Revenue 244.000000 -> 80.000000 KRW: -164.000000 (-67.2 %)" in said
    assert "4 subscriptions: 3 would pay less, 0 more, 1 the same" in said
    assert "Margin: not known" in said
    assert "Accounts that would pay most more\n  none" in said


def test_the_margin_is_what_remains_after_both_tariffs(supplied_home: Home, tmp_path: Path) -> None:
    """To Japan a second at 6 instead of 5, and the carrier's minute at 100 instead of 120."""
    candidate = write_candidate(
        tmp_path, "charge_tiers", tier("japan", "6"), tier("a-japan", "100")
    )
    found = tried(supplied_home, candidate)
    [total] = found["totals"]
    # 105, 150, 500, 20 and 500 now; of the calls to Japan 21 and 30 seconds are charged
    assert (total["present"], total["candidate"]) == ("1275.000000", "1326.000000")
    # one call to China waits for carrier B's price: 775 remain, less 250, 130 and 100; then 826,
    # less 10 and two minutes, 10 and one, and the same 100
    assert found["uncosted"] == 1
    assert found["margins"] == [
        {"currency": "KRW", "present": "295.000000", "candidate": "406.000000",
         "difference": "111.000000"}
    ]  # fmt: skip


def test_a_candidate_with_a_charge_for_the_whole_period_is_in_no_figure(
    home: Home, tmp_path: Path
) -> None:
    candidate = write_candidate(tmp_path, "charges", {**charge("voice"), "period_minimum": "100"})
    found = tried(home, candidate)
    # what the account owes is not what its events cost
    assert (found["left_out"], found["unrateable"], found["totals"]) == (5, 0, [])


def test_a_candidate_that_says_what_is_said_differs_by_nothing(home: Home, tmp_path: Path) -> None:
    candidate = write_candidate(tmp_path, "charge_tiers", tier("voice", "2"))
    [total] = tried(home, candidate)["totals"]
    assert (total["present"], total["difference"]) == ("244.000000", "0.000000")
    assert (total["winners"], total["losers"]) == (0, 0)


def test_what_a_trial_refuses(home: Home, tmp_path: Path) -> None:
    def refused(catalogue: Path, *more: str) -> str:
        words = ("whatif", "--catalogue", str(catalogue), "--period", "2026-01", *more)
        return home.run(*words, now=NOW, expect=1)

    assert "There are no catalogue files" in refused(tmp_path)
    sound = write_candidate(tmp_path / "sound", "charge_tiers", tier("voice", "2"))
    assert "No account is of segment martian" in refused(sound, "--segment", "martian")
    unknown = write_candidate(tmp_path / "unknown", "prices", tier("voice", "2"))
    assert "is no entity of the catalogue" in refused(unknown)
    broken = write_candidate(tmp_path / "broken", "charges", {**charge("voice"), "rate_unit": "x"})
    assert "breaks the contract" in refused(broken)
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from fct_rated_usage").fetchone() == (5,)
