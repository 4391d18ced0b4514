"""The plan: a target of each month, from the operator's size, that some months reach."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from ingestion.synthetic.planning import Plan
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.world import make_world
from tests.unit.synthetic.conftest import arguments, rows_of
from trunkline.metrics.catalogue import metrics

EXECUTIVE = {
    "billed_revenue",
    "revenue_per_subscription",
    "open_balance",
    "active_subscriptions",
    "net_additions",
    "customer_churn_share",
    "network_availability",
    "first_response_late_share",
    "resolution_late_share",
}


def plan(**changes: object) -> dict[tuple[object, object], list[Decimal]]:
    """Targets by metric and currency, in order of months."""
    chosen = arguments(**changes)
    found = defaultdict(list)
    for row in Plan(make_world(chosen), chosen.rates).rows():
        found[row["metric_id"], row["currency"]].append(Decimal(str(row["value"])))
    return found


def test_each_delivery_brings_the_plan_of_every_month(operator: Path) -> None:
    files = sorted(operator.glob("*/landing/planning/targets/*.csv"))
    assert len(files) == len(list(operator.glob("*/landing")))
    rows = rows_of(files[-1])
    assert {row["metric_id"] for row in rows} == EXECUTIVE
    assert all("executive" in metrics()[row["metric_id"]].used_in for row in rows)
    months = defaultdict(list)
    for row in rows:
        assert (row["currency"] != "none") == (metrics()[row["metric_id"]].unit == "money")
        months[row["metric_id"], row["currency"]].append(row["month"])
    assert set(map(tuple, months.values())) == {tuple(f"2026-0{n}-01" for n in range(1, 6))}
    keys = [(row["metric_id"], row["month"], row["currency"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_targets_follow_the_size_of_the_operator() -> None:
    small = plan(subscribers=500, months=4)
    large = plan(subscribers=2_000, months=4)
    for key in (("billed_revenue", "KRW"), ("active_subscriptions", "none")):
        for one, many in zip(small[key], large[key], strict=True):
            assert Decimal("3.5") < many / one < Decimal("4.5"), key
    busy = plan(subscribers=500, months=4, events_per_day=20.0)
    assert busy["billed_revenue", "KRW"][0] > small["billed_revenue", "KRW"][0]


def test_targets_follow_the_rates() -> None:
    chosen = arguments(subscribers=100)
    calm = replace(Rates(), outages=0.0, late_tickets=0.0)
    values = {r["metric_id"]: r["value"] for r in Plan(make_world(chosen), calm).rows()}
    assert values["network_availability"] == "1.000"
    assert values["first_response_late_share"] == "0.000"


def test_some_months_reach_the_plan_and_some_miss_it() -> None:
    """Of the operator that `make demo` shows; who joins and leaves is known without usage."""
    chosen = arguments(size="demo")
    world = make_world(chosen)
    ends = [31, 59, 90, 120, 151, 181]
    actual = [
        sum(line.joined_day < end and line.left_day >= end for line in world.lines) for end in ends
    ]
    added = [now - before for before, now in pairwise(actual)]
    planned = {
        name: [int(r["value"]) for r in Plan(world, chosen.rates).rows() if r["metric_id"] == name]
        for name in ("active_subscriptions", "net_additions")
    }
    met = [a >= p for a, p in zip(actual, planned["active_subscriptions"], strict=True)]
    met += [a >= p for a, p in zip(added, planned["net_additions"][1:], strict=True)]
    assert 2 <= sum(met) <= len(met) - 2
    assert all(
        abs(a - p) < a * 0.03 for a, p in zip(actual, planned["active_subscriptions"], strict=True)
    )


def test_other_draws_do_not_depend_on_the_plan(tiny: Path) -> None:
    """Its stream is its own: it is known whatever is drawn before and after."""
    chosen = arguments()
    written = next(tiny.glob("*/landing/planning/targets/*.csv")).read_text("utf-8")
    alone = Plan(make_world(chosen), chosen.rates).rows()
    assert list(csv.DictReader(written.splitlines())) == [
        {name: str(value) for name, value in row.items()} for row in alone
    ]
