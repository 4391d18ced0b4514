"""The second leg of an event: what its supplier charges for it, and what remains."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from filelock import FileLock

from ingestion.ingest import ingest
from tests.homes import pass_all
from tests.integration.supply_history import CHARGES, COSTS, deliver
from trunkline.dbt_runner import call
from trunkline.settings import Settings

pytestmark = pytest.mark.slow

LOADS = (1, 2, 3)
OWN_LEG = (
    "fct_rated_usage", "fct_rated_segments", "fct_allowance_draws", "fct_usage_adjustments",
    "fct_usage_daily", "fct_suspense", "fct_event_statuses", "fct_charges",
)  # fmt: skip
SECOND_LEG = ("fct_supply_costs", "fct_supply_suspense", "fct_margins", "fct_margins_daily")
BUILDS = {"load_by_load": LOADS, "at_once": (3,)}


@dataclass(frozen=True)
class Warehouses:
    """One lake built in several ways, and the same lake without a route."""

    folder: Path

    def rows(self, query: str, name: str = "at_once") -> list[tuple[Any, ...]]:
        """Ask one of them."""
        with duckdb.connect(str(self.folder / f"{name}.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def by_call(self, query: str) -> dict[int, Any]:
        """Answers that begin with an event, by the number of its record."""
        numbers = {
            event: int(key.split(":")[1].removeprefix("R"))
            for event, key in self.rows("select event_id, event_key from int_usage_unioned")
        }
        return {numbers[event]: tuple(rest) for event, *rest in self.rows(query)}


def land(folder: Path, *, supplied: bool) -> Settings:
    """Land the three loads in a home of their own."""
    settings = Settings.from_environment(
        {
            "TRUNKLINE_HOME": str(folder),
            "TRUNKLINE_KEYS": str(folder.parent / "keys.json"),
            "TRUNKLINE_ZONE": "Asia/Seoul",
            "TRUNKLINE_NOW": "2026-02-01T00:00:00Z",
        }
    )
    for load in LOADS:
        deliver(settings.landing, load, supplied=supplied)
        report = ingest(settings, pass_all)
        assert (report.load_seq, report.exit_code) == (load, 0), report.sentences()
        assert sum(file.rejected for file in report.landed) == 0, report.sentences()
    return settings


def build(settings: Settings, warehouse: Path, loads: tuple[int, ...]) -> None:
    """Build the models of both legs at some loads, one after the other."""
    for load in loads:
        ended = call(
            settings,
            ["run", "--select", *(f"+{model}" for model in (*OWN_LEG, *SECOND_LEG))],
            environment={
                "TRUNKLINE_WAREHOUSE": str(warehouse),
                "TRUNKLINE_WATERMARK": str(load),
                # without a code to tell, models that replace rows would replace all each time
                "TRUNKLINE_CODE_HASH": "same",
            },
        )
        assert ended.returncode == 0, ended.stdout[-4000:]


@pytest.fixture(scope="session")
def warehouses(shared_folder: Path) -> Warehouses:
    """Built once for all workers."""
    folder = shared_folder / "supply"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / "lock"):
        if not (folder / "done").exists():
            supplied = land(folder / "home", supplied=True)
            for name, loads in BUILDS.items():
                build(supplied, folder / f"{name}.duckdb", loads)
            build(land(folder / "alone", supplied=False), folder / "alone.duckdb", (3,))
            (folder / "done").touch()
    return Warehouses(folder)


def test_each_event_costs_what_its_supplier_charges(warehouses: Warehouses) -> None:
    found = warehouses.by_call("select event_id, route_id, currency, cost from fct_supply_costs")
    assert found == COSTS
    metered = warehouses.by_call("select event_id, metered_quantity from fct_supply_costs")
    assert {call: quantity for call, (quantity,) in metered.items()} == {
        1: 120, 2: 60, 3: 100, 5: 100, 6: 60, 7: 0, 8: -120, 10: 60, 12: 120, 13: 60, 14: 100
    }  # fmt: skip


def test_margin_of_each_event_is_charge_less_cost(warehouses: Warehouses) -> None:
    found = warehouses.by_call(
        "select event_id, sum(charge), sum(cost), sum(margin) from fct_margins"
        " where currency = 'KRW' group by event_id"
    )
    assert found == {
        call: (charge, cost, charge - cost)
        for call, (_, currency, amount) in COSTS.items()
        for charge, cost in [(CHARGES.get(call, 0), amount if currency == "KRW" else 0)]
    }
    assert warehouses.by_call(
        "select event_id, charge, cost, margin from fct_margins where currency = 'USD'"
    ) == {3: (0, 1, -1)}


def test_margins_of_routes_and_of_customers_add_up_to_the_same(warehouses: Warehouses) -> None:
    by_route = warehouses.rows(
        "select route_id, currency, sum(charge_amount), sum(cost_amount), sum(margin_amount)"
        " from fct_margins_daily group by all order by all"
    )
    assert by_route == [
        ("A1", "KRW", 1050, 250, 800),
        ("A2", "KRW", 910, 767, 143),
        ("B1", "KRW", 500, 0, 500),
        ("B1", "USD", 0, 1, -1),
    ]
    by_customer = dict(
        warehouses.rows(
            "select coalesce(lines.subscription_id, daily.account_key), sum(margin_amount)"
            " from fct_margins_daily as daily left join (select distinct account_key,"
            " subscription_id from dim_subscriptions) as lines using (account_key)"
            " where currency = 'KRW' group by all"
        )
    )
    assert by_customer == {"S-1": 1480, "S-2": -30, "unknown": -7}
    ((charges, costs),) = warehouses.rows("""
        select
            (select sum(charge) from (select event_id, charge from fct_rated_usage
                union all select event_id, amount from fct_usage_adjustments) as charged
                semi join fct_supply_costs using (event_id)),
            (select sum(cost) from fct_supply_costs where currency = 'KRW')
    """)
    assert charges - costs == sum(row[4] for row in by_route if row[1] == "KRW")
    assert sum(by_customer.values()) == charges - costs == Decimal(1443)


def test_cost_without_a_price_waits_and_holds_nothing_back(warehouses: Warehouses) -> None:
    waits = "select event_id, route_id, reason, status, cured_seq from fct_supply_suspense"
    assert warehouses.by_call(waits) == {
        3: ("B1", "no_price", "cured", 2),
        9: ("A1", "no_price", "open", None),
    }
    charged = "select event_id, rating_seq, charge from fct_rated_usage"
    assert warehouses.by_call(charged)[3] == (1, 500)
    assert warehouses.by_call(charged)[9] == (3, 60)


def test_own_leg_is_the_same_with_and_without_suppliers(warehouses: Warehouses) -> None:
    for mart in OWN_LEG:
        query = f"select to_json(mart)::varchar from {mart} as mart order by 1"
        rows = warehouses.rows(query)
        assert rows, mart
        assert rows == warehouses.rows(query, "alone"), mart
    assert [warehouses.rows(f"from {mart}", "alone") for mart in SECOND_LEG] == [[]] * 4
    charges = warehouses.by_call(
        "select event_id, charge from fct_rated_usage"
        " union all select event_id, amount from fct_usage_adjustments"
    )
    assert charges == {call: (charge,) for call, charge in CHARGES.items()}


@pytest.mark.parametrize("mart", [*SECOND_LEG, *OWN_LEG])
def test_incremental_is_the_full_refresh(warehouses: Warehouses, mart: str) -> None:
    query = f"select to_json(mart)::varchar from {mart} as mart order by 1"
    rows = warehouses.rows(query)
    assert rows
    assert rows == warehouses.rows(query, "load_by_load")
