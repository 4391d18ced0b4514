"""Calls that meet several prices, on the smallest histories: peak until 18:00, evening after."""

from __future__ import annotations

import pytest

from tests.oracle.small_history import (
    History,
    allowance,
    bands,
    call,
    catalogue,
    charge,
    dated,
    people,
    tier,
)

# 2026-03-10 is a Tuesday, 2026-03-11 the holiday of these tests.
DAY = bands(
    ("peak", "weekday", 480, 1080),
    ("evening", "weekday", 1080, 1081),
    ("late", "weekday", 1081, 1440),
    ("holiday", "holiday", 0, 1440),
)
HOLIDAY = {"holiday_date": "2026-03-11", "status": "active"}
BEFORE_SIX = "2026-03-10T17:59:50+09:00"


def priced(band: str, price: str, **changes: str) -> dict[str, list[dict[str, str]]]:
    """A charge of its own for a band."""
    charge_id = f"a.voice.{band}"
    return {
        "charges": [charge(charge_id=charge_id, time_band=band, **changes)],
        "charge_tiers": [tier(price) | {"charge_id": charge_id}],
    }


def minutes(**changes: str) -> History:
    """Peak 2, evening 1, late 0.5, holiday 0.1 a second, everything in whole minutes."""
    steps = {"initial_increment": "60", "next_increment": "60"} | changes
    parts = [
        priced(band, price, **steps)
        for band, price in (("peak", "2"), ("evening", "1"), ("late", "0.5"), ("holiday", "0.1"))
    ]
    calendar = {"time_bands": DAY, "holidays": [HOLIDAY]}
    return History().load(catalogue(), people(), calendar, *parts)


def test_first_increment_reaches_over_the_end_of_its_band():
    history = minutes().use(call("1", 65, BEFORE_SIX))
    assert history.segments() == [[("peak", 0, 60, 60, "120"), ("evening", 60, 5, 60, "60")]]


def test_an_own_segment_does_not_reach_over():
    history = minutes(increment_reach="own_segment").use(call("1", 65, BEFORE_SIX))
    assert history.segments() == [[("peak", 0, 10, 60, "120"), ("evening", 10, 55, 60, "60")]]


def test_a_segment_wholly_within_the_increment_before_it_disappears():
    # the first two minutes end at 18:01:10: nothing is left of the evening's one minute
    at = "2026-03-10T17:59:10+09:00"
    history = minutes(initial_increment="120").use(call("1", 200, at))
    assert history.segments() == [[("peak", 0, 120, 120, "240"), ("late", 120, 80, 120, "60")]]


def test_a_call_within_its_first_increment_is_whole():
    history = minutes().use(call("1", 45, BEFORE_SIX))
    assert history.segments() == [[("peak", 0, 45, 60, "120")]]


def test_midnight_into_a_holiday():
    history = minutes(initial_increment="1", next_increment="1")
    history.use(call("1", 30, "2026-03-10T23:59:50+09:00"))
    assert history.segments() == [[("late", 0, 10, 10, "5"), ("holiday", 10, 20, 20, "2")]]


def test_out_of_the_last_band_the_price_for_any_band():
    history = minutes(initial_increment="1", next_increment="1")
    history.use(call("1", 30, "2026-03-11T23:59:50+09:00"))
    assert history.segments() == [[("holiday", 0, 10, 10, "1"), ("any", 10, 20, 20, "20")]]


def test_a_new_version_of_the_price_during_the_call():
    history = History().load(catalogue(), people())
    history.load({"charge_tiers": [tier("3", valid_from="2026-03-10T10:01:00+09:00")]})
    history.use(call("1", 100))
    assert history.segments() == [[("any", 0, 60, 60, "60"), ("any", 60, 40, 40, "120")]]
    assert history.charges() == [("1", "180", 0, 3)]


def test_a_version_known_too_late_cuts_nothing():
    history = History().load(catalogue(), people()).use(call("1", 100))
    history.load({"charge_tiers": [tier("3", valid_from="2026-03-10T10:01:00+09:00")]})
    assert history.segments() == [[("any", 0, 100, 100, "100")]]


def test_the_same_price_on_both_sides_is_one_segment():
    history = History().load(catalogue(), people(), {"time_bands": DAY})
    history.use(call("1", 100, BEFORE_SIX))
    assert history.segments() == [[("peak", 0, 100, 100, "100")]]


def test_the_second_of_the_change_belongs_to_the_price_before():
    history = minutes(initial_increment="1", next_increment="1")
    history.use(call("1", 10, "2026-03-10T17:59:59.500+09:00"))
    assert history.segments() == [[("peak", 0, 1, 1, "2"), ("evening", 1, 9, 9, "9")]]


def test_without_a_price_for_the_rest_the_one_before_goes_on():
    history = History().load(catalogue(), people())
    gone = tier("1", valid_from="2026-03-10T10:00:30+09:00", valid_to="2026-03-10T10:00:50+09:00")
    history.load({"charge_tiers": [gone | {"status": "none"}]}).use(call("1", 100))
    later = tier("2", valid_from="2026-03-10T10:00:50+09:00")
    history.load({"charge_tiers": [later]}).use(call("2", 100))
    assert history.segments() == [
        [("any", 0, 100, 100, "100")],
        [("any", 0, 50, 50, "50"), ("any", 50, 50, 50, "100")],
    ]


def test_the_connect_fee_is_due_once_and_is_the_first_segments():
    history = minutes(connect_fee="7").use(call("1", 65, BEFORE_SIX))
    assert history.segments() == [[("peak", 0, 60, 60, "127"), ("evening", 60, 5, 60, "60")]]


@pytest.mark.parametrize(
    ("granted", "free", "charges"),
    [(30, [30, 0], ["60", "60"]), (90, [60, 30], ["0", "30"]), (500, [60, 60], ["0", "0"])],
    ids=["in_the_first", "into_the_second", "all"],
)
def test_allowances_give_from_the_front(granted, free, charges):
    history = minutes().load({"allowances": [allowance(granted)]}).use(call("1", 65, BEFORE_SIX))
    (event,) = history.oracle.events
    assert [segment.free for segment in event.segments] == free
    assert [segment[-1] for segment in history.segments()[0]] == charges


def test_segments_add_up_to_the_event_to_the_sixth_decimal():
    # a third of a millionth and two thirds of one: together exactly one
    history = minutes(initial_increment="1", next_increment="1", rate_unit="3000000")
    thirds = [tier(p) | {"charge_id": f"a.voice.{b}"} for b, p in (("peak", "1"), ("evening", "1"))]
    history.load({"charge_tiers": thirds}).use(call("1", 12, BEFORE_SIX))
    assert history.segments() == [
        [("peak", 0, 10, 10, "0.000003"), ("evening", 10, 2, 2, "0.000001")]
    ]


def test_partial_records_and_other_services_are_not_cut():
    history = minutes().use(call("1", 65, BEFORE_SIX, record_number="1", charging_id="c"))
    use = {"service": "data", "unit": "byte", "quantity": "100"}
    data = charge(charge_id="a.data", service="data", zone="home")
    home = {"destination_kind": "service", "prefix": "data", "zone": "home", "name": ""}
    changed = tier("3", valid_from="2026-03-10T17:59:55+09:00") | {"charge_id": "a.data"}
    prices = {"charge_tiers": [tier("1") | {"charge_id": "a.data"}, changed]}
    history.load({"charges": [data], "destinations": [dated(home)]}, prices)
    history.use(call("2", 100, BEFORE_SIX, **use))
    assert [len(segments) for segments in history.segments()] == [1, 1]


def test_each_segment_is_in_the_line_of_its_charge_and_counted_once():
    history = minutes().use(call("1", 65, BEFORE_SIX)).close("2026-03-01")
    (invoice,) = history.billing.invoices
    assert [(line.use[-1], line.events, line.quantity, line.amount) for line in invoice.lines] == [
        ("evening", 0, 5, 60),
        ("peak", 1, 60, 120),
    ]
