"""The smallest histories that break a looser reading of RATING.md, through the oracle."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.oracle.small_history import (
    History,
    allowance,
    call,
    catalogue,
    charge,
    people,
    subscription,
    tier,
)


def test_rated_on_the_plan_known_when_first_rateable_not_on_the_plan_known_first():
    # plan A known from 1, replaced by B from 2; price of A known from 3, of B from 5
    history = History()
    without_price = {k: v for k, v in catalogue().items() if k != "charge_tiers"}
    history.load(without_price, people("a"), {"charges": [charge("b")]})
    history.load({"subscriptions": [subscription("b")], "usage_events": [call("1", 10)]})
    history.load({"charge_tiers": [tier("3")]})
    history.load({})
    history.load({"charge_tiers": [tier("7", plan="b")]})
    assert history.charges() == [("1", "70", 0, 5)]


def test_a_price_known_at_2_and_retracted_at_3_has_rated_what_came_at_2():
    history = History().load(catalogue(), people())
    history.use(call("1", 10))
    history.load({"charge_tiers": [tier("1", status="none")]})
    history.use(call("2", 10))
    assert history.charges() == [("1", "10", 0, 2)]
    assert history.statuses()[1] == ("2", "no_price")


def test_later_knowledge_does_not_rate_again():
    history = History().load(catalogue("1"), people()).use(call("1", 10))
    history.load({"charge_tiers": [tier("9")], "usage_events": [call("2", 10)]})
    assert history.charges() == [("1", "10", 0, 2), ("2", "90", 0, 3)]


def test_within_a_load_the_later_line_wins_and_reference_comes_before_usage():
    history = History()
    history.load(catalogue("1"), people(), {"usage_events": [call("1", 10)]},
                 {"charge_tiers": [tier("2"), tier("4")]})  # fmt: skip
    assert history.charges() == [("1", "40", 0, 1)]


def test_a_grant_of_10_raised_to_15_between_events_of_13_and_4():
    history = History().load(catalogue(), people(), {"allowances": [allowance(10)]})
    history.use(call("1", 13))
    history.load({"allowances": [allowance(15)], "usage_events": [call("2", 4)]})
    assert [free for _, _, free, _ in history.charges()] == [10, 4]


def test_a_grant_that_is_cut_does_not_shrink_within_the_period():
    history = History().load(catalogue(), people(), {"allowances": [allowance(20)]})
    history.use(call("1", 13))
    history.load({"allowances": [allowance(5)]})
    history.use(call("2", 9), call("3", 9, "2026-04-02T10:00:00+09:00"))
    assert [free for _, _, free, _ in history.charges()] == [13, 7, 5]


def test_a_change_from_a_grant_of_20_to_a_plan_with_5_leaves_two_buckets():
    history = History().load(
        catalogue(), people(), {"charges": [charge("b")], "charge_tiers": [tier("1", plan="b")]},
        {"allowances": [allowance(20), allowance(5, plan="b")]},
    )  # fmt: skip
    history.use(call("1", 18))
    change = subscription("b", valid_from="2026-03-15T00:00:00+09:00")
    late = call("2", 9, "2026-03-20T10:00:00+09:00")
    history.load({"subscriptions": [change], "usage_events": [late]})
    assert [free for _, _, free, _ in history.charges()] == [18, 5]


def test_an_october_event_cured_after_the_close_is_charged_in_november():
    history = History().load(catalogue(), {k: v for k, v in people().items() if k == "accounts"})
    history.use(call("1", 10, "2026-10-15T10:00:00+09:00"))
    assert history.statuses() == [("1", "unknown_subscriber")]
    history.close("2026-10-01")
    history.load({k: v for k, v in people().items() if k != "accounts"})
    (event,) = history.oracle.events
    assert (event.rating_seq, event.charged_period, event.is_late) == (
        4,
        dt.date(2026, 11, 1),
        True,
    )
    assert not any(line.kind == "usage" for i in history.billing.invoices for line in i.lines)


def test_late_usage_draws_on_the_allowance_of_the_period_charged():
    history = History().load(catalogue(), people(), {"allowances": [allowance(10)]})
    history.use(call("1", 10)).close("2026-03-01")
    history.use(call("2", 6), call("3", 6, "2026-04-02T10:00:00+09:00"))
    assert [free for _, _, free, _ in history.charges()] == [10, 6, 4]


def test_two_closed_periods_are_skipped():
    history = History().load(catalogue(), people()).close("2026-03-01").close("2026-04-01")
    history.use(call("1", 10))
    assert history.oracle.events[0].charged_period == dt.date(2026, 5, 1)


def test_events_draw_in_the_order_of_rating_then_start_then_id():
    history = History().load(catalogue(), people(), {"allowances": [allowance(10)]})
    history.use(call("late in the day", 6, "2026-03-10T20:00:00+09:00"), call("early", 6))
    assert [free for _, _, free, _ in history.charges()] == [4, 6]


def test_duplicates_are_sought_by_key_and_utc_day_and_a_conflict_is_seen():
    history = History().load(catalogue(), people())
    history.use(call("1", 10), call("1", 10)).use(call("1", 11))
    history.use(call("1", 10, "2026-03-11T10:00:00+09:00"))
    assert [s for _, s in history.statuses()] == ["rated", "duplicate", "duplicate", "rated"]
    assert [e.is_conflict for e in history.oracle.events] == [False, False, True, False]


def test_a_reversal_waits_for_its_original_and_counts_once():
    history = History().load(catalogue(), people())
    history.use(call("9", 10, reversal_of="MSC01:1:0"))
    assert history.statuses() == [("9", "original_not_rated")]
    history.use(call("1", 10), call("10", 10, reversal_of="MSC01:1:0"))
    assert [s for _, s in history.statuses()] == ["reversal", "rated", "already_reversed"]
    assert history.oracle.events[0].charge == -10


def test_a_reversal_of_a_billed_call_is_an_adjustment_in_the_open_period():
    history = History().load(catalogue(), people()).use(call("1", 10)).close("2026-03-01")
    history.use(call("2", 10, reversal_of="MSC01:1:0"))
    reversal = history.oracle.events[-1]
    assert (reversal.charge, reversal.charged_period) == (Decimal(-10), dt.date(2026, 4, 1))
    assert reversal.is_late
