"""Increments, sessions, bands and prefixes: what one call costs, through the oracle."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.oracle.deliveries import File
from tests.oracle.small_history import (
    NUMBER,
    History,
    bands,
    call,
    catalogue,
    charge,
    dated,
    number,
    people,
    tier,
)


@pytest.mark.parametrize(
    ("seconds", "charged"), [(0, "7"), (1, "67"), (60, "67"), (61, "73"), (66, "73"), (67, "79")]
)
def test_increments_of_60_and_6_and_a_connect_fee(seconds, charged):
    history = History().load(catalogue(), people())
    changed = charge(initial_increment="60", next_increment="6", connect_fee="7")
    history.load({"charges": [changed], "usage_events": [call("1", seconds)]})
    assert history.charges()[0][1] == charged


def test_partial_records_are_one_session_for_increments_and_connect_fee():
    history = History().load(catalogue(), people())
    changed = charge(initial_increment="60", next_increment="60", connect_fee="5")
    parts = {"charging_id": "c"}
    history.load({"charges": [changed]})
    history.use(call("1", 50, record_number="1", **parts))
    history.load({"charge_tiers": [tier("9")]})
    at = "2026-03-10T11:00:00+09:00"
    history.use(call("2", 20, at, record_number="2", **parts))
    history.use(call("3", 20, at, record_number="3", **parts))
    assert [c for _, c, _, _ in history.charges()] == ["65", "60", "0"]


@pytest.mark.parametrize(
    ("at", "band"),
    [
        ("2026-03-10T07:59:59+09:00", "night"),
        ("2026-03-09T23:00:00Z", "day"),
        ("2026-03-14T10:00:00+09:00", "weekend"),
        ("2026-03-11T10:00:00+09:00", "weekend"),
    ],
    ids=["a_second_before_eight", "eight_local_in_utc", "saturday", "holiday_on_a_wednesday"],
)
def test_bands_follow_the_local_minute_and_a_holiday_goes_before_the_weekday(at, band):
    rows = [("night", "weekday", 0, 480), ("day", "weekday", 480, 1440)]
    rows += [("weekend", day, 0, 1440) for day in ("saturday", "sunday", "holiday")]
    holiday = {"holiday_date": "2026-03-11", "status": "active"}
    calendar = {"time_bands": bands(*rows), "holidays": [holiday]}
    history = History().load(catalogue(), people(), calendar)
    own = charge(charge_id="a.voice.weekend", time_band="weekend")
    half = tier("0.5") | {"charge_id": "a.voice.weekend"}
    history.load({"charges": [own], "charge_tiers": [half], "usage_events": [call("1", 10, at)]})
    (event,) = history.oracle.events
    assert event.time_band == band
    assert event.charge == (5 if band == "weekend" else 10)


def test_longest_prefix_wins_and_a_retracted_one_hands_back():
    special = {"destination_kind": "number", "prefix": "82100", "zone": "special", "name": ""}
    history = History().load(catalogue(), people(), {"destinations": [dated(special)]})
    history.use(call("1", 10))
    assert history.statuses() == [("1", "no_price")]
    history.load({"destinations": [dated(special, status="none")]})
    assert history.charges() == [("1", "10", 0, 3)]


def test_a_number_that_was_someone_elses_before():
    moved = number(owner="other", valid_from="2026-03-20T00:00:00+09:00")
    history = History().load(catalogue(), people(), {"number_history": [moved]})
    history.use(call("1", 10), call("2", 10, "2026-03-20T00:00:00+09:00"))
    assert history.statuses() == [("1", "rated"), ("2", "no_active_plan")]
    assert history.oracle.events[0].record["charged_party"] == NUMBER


def test_a_record_beyond_the_limit_waits_for_a_larger_one_and_then_stays_admitted():
    history = History().load(catalogue(), people())
    history.use(call("1", 86_400), call("2", 86_401))
    assert history.statuses() == [("1", "rated"), ("2", "quantity_out_of_range")]
    limit = {"service": "voice", "largest_quantity": "90000"}
    history.load({"usage_limits": [dated(limit)]})
    assert history.charges()[1][3] == 3


def test_a_clock_that_is_ahead_is_reached_by_any_load_that_lands_late_enough():
    history = History().load(catalogue(), people())
    landed_at = dt.datetime(2026, 3, 10, 0, 45, tzinfo=dt.UTC)
    file = File(1, "usage_events", "", [
        (2, call("1", 60, "2026-03-10T01:00:00Z")), (3, call("2", 60, "2026-03-10T01:00:01Z"))
    ])  # fmt: skip
    history.oracle.deliver(2, [file], landed_at)
    assert history.statuses() == [("1", "rated"), ("2", "clock_in_future")]
    history.oracle.pass_time(3, landed_at)
    assert history.statuses()[1] == ("2", "clock_in_future")
    history.oracle.pass_time(4, landed_at + dt.timedelta(seconds=1))
    assert history.charges()[1][3] == 4
