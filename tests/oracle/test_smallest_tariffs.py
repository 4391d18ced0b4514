"""Tiers, fees, bounds, rounding, calendars: what a price may say, on the smallest histories."""

from __future__ import annotations

import pytest

from tests.oracle.small_history import (
    History,
    bands,
    call,
    catalogue,
    charge,
    dated,
    people,
    tier,
    tiers,
)


def costs(seconds: list[int], steps: list[dict[str, str]], **changes: str) -> list[str]:
    """Charges of calls on a plan with these tiers."""
    history = History().load(catalogue(), people())
    history.load({"charges": [charge(**changes)], "charge_tiers": steps})
    history.use(*(call(str(n), each) for n, each in enumerate(seconds)))
    return [found for _, found, _, _ in history.charges()]


def test_first_minute_dearer():
    assert costs([0, 60, 61, 120], tiers((0, "2"), (60, "1"))) == ["0", "120", "121", "180"]


def test_volume_prices_all_at_the_tier_reached_and_the_bound_decides_its_end():
    steps = tiers((0, "2"), (60, "1"))
    assert costs([60, 61], steps, tier_mode="volume") == ["120", "61"]
    assert costs([60, 61], steps, tier_mode="volume", tier_bound="exclusive") == ["60", "61"]


def test_tiers_of_a_period_go_on_where_the_events_before_left_off():
    steps = tiers((0, "2"), (100, "1"), (200, "0"))
    assert costs([60, 60, 60, 60], steps, tier_scope="period") == ["120", "100", "60", "20"]


def test_a_tier_has_its_own_unit_steps_and_fee():
    steps = tiers((0, "6")) + tiers((10, "6"), rate_unit="60", increment="60", flat_fee="5")
    assert costs([10, 11, 71], steps) == ["60", "71", "77"]


@pytest.mark.parametrize(
    ("rule", "charged"),
    [("", ["7", "17"]), ("used", ["0", "17"]), ("charged", ["0", "17"])],
    ids=["each_event", "used", "charged"],
)
def test_when_a_connect_fee_is_due(rule, charged):
    assert costs([0, 10], [tier("1")], connect_fee="7", connect_fee_rule=rule) == charged


def test_least_and_most_that_a_call_costs_with_its_fee():
    fee = {"connect_fee": "5", "connect_fee_rule": "used"}
    bounds = {"minimum_charge": "20", "maximum_charge": "50"}
    charged = costs([0, 1, 30, 90], [tier("1")], **fee, **bounds)
    assert charged == ["0", "20", "35", "50"]


@pytest.mark.parametrize(
    ("mode", "charged"),
    [("", ["3", "2"]), ("half_even", ["2", "2"]), ("up", ["3", "2"]), ("down", ["2", "1"])],
    ids=["half_up", "half_even", "up", "down"],
)
def test_an_event_may_be_rounded_on_its_own(mode, charged):
    rounding = {"rounding_stage": "event", "rounding_decimals": "0", "rounding_mode": mode}
    assert costs([25, 16], [tier("0.1")], **rounding) == charged


def test_a_shorter_set_of_tiers_leaves_nothing_of_the_longer_one():
    history = History().load(catalogue(), people(), {"charge_tiers": tiers((0, "2"), (9, "8"))})
    history.load({"charge_tiers": tiers((0, "1"))}).use(call("1", 10))
    assert history.charges()[0][1] == "10"


def test_the_greater_priority_counts_behind_the_band_that_is_named():
    special = charge(charge_id="a.special", priority="5")
    price = tier("3") | {"charge_id": "a.special"}
    history = History().load(catalogue(), people())
    history.load({"charges": [special], "charge_tiers": [price]}).use(call("1", 10))
    assert history.charges()[0][1] == "30"


def test_a_plan_goes_by_its_own_calendar():
    own = bands(("own", "any", 0, 1440), calendar="own")
    history = History().load(catalogue(), people(), {"time_bands": own + bands(("x", "any", 0, 9))})
    history.use(call("1", 10))
    other = History().load(catalogue(), {"plans": [dated({"plan_id": "a", "calendar": "own"})]})
    other.load(people(), {"time_bands": own}).use(call("1", 10))
    assert history.oracle.events[0].time_band == "any"
    assert other.oracle.events[0].time_band == "own"


@pytest.mark.parametrize(
    ("rows", "band"),
    [
        ([("any", "any", ""), ("workday", "weekday", "")], "workday"),
        ([("tuesday", "tuesday", ""), ("workday", "weekday", "")], "tuesday"),
        ([("any", "any", "3"), ("tuesday", "tuesday", "2")], "any"),
        ([("first", "weekday", ""), ("second", "weekday", "")], "second"),
        ([("holiday", "holiday", "")], "any"),
    ],
    ids=["special", "more_special", "priority", "later_row", "not_of_this_day"],
)
def test_of_overlapping_bands(rows, band):
    overlapping = [
        row
        for name, kind, priority in rows
        for row in bands((name, kind, 0, 1440), priority=priority)
    ]
    history = History().load(catalogue(), people(), {"time_bands": overlapping})
    assert history.use(call("1", 10)).oracle.events[0].time_band == band
