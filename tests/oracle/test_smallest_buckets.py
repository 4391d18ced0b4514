"""Several buckets, bookings and sharing, on the smallest histories."""

from __future__ import annotations

from tests.oracle.small_history import (
    History,
    allowance,
    booking,
    call,
    catalogue,
    number,
    people,
    subscription,
)

SECOND_NUMBER = "+821010000002"


def of_account(sharing: str) -> History:
    """Two lines of one account on a plan with 10 seconds, shared so."""
    second = {
        "subscriptions": [subscription(subscription_id="t")],
        "number_history": [number("t", SECOND_NUMBER)],
    }
    return History().load(
        catalogue(), people(), second, {"allowances": [allowance(10, sharing=sharing)]}
    )


def test_the_greatest_priority_first_then_the_next():
    first = allowance(4, allowance_id="first", priority="200")
    history = History().load(catalogue(), people(), {"allowances": [allowance(10), first]})
    history.use(call("1", 7), call("2", 20))
    assert history.draws() == [[("first", 4), ("a.voice", 3)], [("a.voice", 7)]]


def test_an_add_on_gives_beside_the_plan_as_often_as_it_is_booked():
    extra = allowance(5, "extra", priority="200")
    history = History().load(catalogue(), people(), {"allowances": [allowance(1), extra]})
    history.load({"add_ons": [booking("b", units="2")]}).use(call("1", 20))
    assert history.draws() == [[("extra.voice", 10), ("a.voice", 1)]]


def test_two_bookings_are_two_buckets_the_earlier_first_and_an_ended_one_none():
    extra = allowance(5, "extra", priority="200")
    ended = booking("e", valid_to="2026-03-01T00:00:00+09:00")
    history = History().load(catalogue(), people(), {"allowances": [extra]})
    history.load({"add_ons": [ended, booking("b"), booking("c")]}).use(call("1", 7))
    (event,) = history.oracle.events
    assert [(draw.bucket.owner[-1], draw.free) for draw in event.draws] == [("b", 5), ("c", 2)]


def test_lines_of_an_account_share_one_bucket():
    history = of_account("account")
    history.use(call("1", 7), call("2", 7, charged_party=SECOND_NUMBER))
    assert [free for _, _, free, _ in history.charges()] == [7, 3]


def test_a_pool_counts_once_for_each_line():
    history = of_account("pooled")
    history.use(call("1", 17), call("2", 7, charged_party=SECOND_NUMBER))
    assert [free for _, _, free, _ in history.charges()] == [17, 3]


def test_a_bucket_for_two_uses_is_one():
    named = {"bucket_id": "talk"}
    incoming = allowance(10, allowance_id="in", direction="incoming", **named)
    history = History().load(
        catalogue(), people(), {"allowances": [allowance(10, **named), incoming]}
    )
    guide = history.oracle.guide
    for direction in ("outgoing", "incoming"):
        at = history.use(call("1", 1)).oracle.events[0].started_at
        (found,) = guide.entitlements.of(("s", "x", "a"), ("voice", direction, "home_mobile"), at)
        assert found.bucket_id == "talk"


def test_only_the_first_events_of_a_limit_draw():
    history = History().load(
        catalogue(), people(), {"allowances": [allowance(99, event_limit="1")]}
    )
    history.use(call("1", 7), call("2", 7))
    assert history.draws() == [[("a.voice", 7)], []]


def test_a_bucket_as_long_as_its_booking_is_not_filled_again():
    extra = allowance(10, "extra", balance_period="validity")
    history = History().load(catalogue(), people(), {"allowances": [extra]})
    history.load({"add_ons": [booking("b")]})
    history.use(call("1", 7), call("2", 7, "2026-04-10T10:00:00+09:00"))
    assert [free for _, _, free, _ in history.charges()] == [7, 3]
