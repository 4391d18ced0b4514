"""The arithmetic of the translator: units, widths, prefixes, calendars, periods of balances."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.conformance.amounts import finer_digits, in_finer_unit, seconds_of
from tests.conformance.catalogue_rows import catalogue_rows
from tests.conformance.customer_rows import event_row
from tests.conformance.fields import Fields, NotUnderstoodError
from tests.conformance.naming import CaseFiles
from tests.conformance.peers import VOCABULARIES
from tests.conformance.peers.billrun_bookings import balance_end
from tests.conformance.peers.billrun_tiers import tiers_of
from tests.conformance.peers.cgrates_periods import Shape, calendar_of, cron_shape
from tests.conformance.peers.usage_models import increases, package_tiers, tiers_to
from tests.conformance.reading import own_files, read_cases
from tests.conformance.scenario import Charge, Event, Plan, Scenario, Subscription, Tier
from tests.conformance.vocabulary import translate, vocabulary_of

CASES = {case.id: case for case in read_cases(own_files())}


def numbers(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def one_call(quantity: str, digits: str = "", **charge: object) -> CaseFiles:
    tiers = (Tier(Decimal(0), Decimal("0.1"), increment=Decimal("0.5")),)
    scenario = Scenario(
        plans=(Plan("plan"),),
        charges=(Charge("rate", "plan", tiers, service="voice", **charge),),  # type: ignore[arg-type]
        subscriptions=(Subscription("line", "plan"),),
        events=(Event("call", Decimal(quantity), service="voice", digits=digits),),
    )
    return CaseFiles(2001, scenario)


@pytest.mark.parametrize(
    ("quantities", "digits"),
    [(["5", "10"], 0), (["5.0", "2.50"], 1), (["44.8251", "30"], 4), ([], 0)],
)
def test_the_finest_quantity_decides_the_unit(quantities: list[str], digits: int) -> None:
    assert finer_digits(numbers(*quantities)) == digits


def test_a_quantity_is_never_rounded() -> None:
    assert in_finer_unit(Decimal("0.8"), 1) == 8
    with pytest.raises(ValueError, match="no whole number"):
        in_finer_unit(Decimal("0.85"), 1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("45s", "45"), ("1h38m", "5880"), ("10m45s", "645"), ("10 (x1e9)", "10"), (60, "60")],
)
def test_lengths_of_time(text: object, seconds: str) -> None:
    assert seconds_of(text) == Decimal(seconds)


def test_bounds_increments_and_rate_units_are_in_the_unit_of_the_quantity() -> None:
    rows = list(catalogue_rows(one_call("2")))
    (tier,) = [row for entity, row in rows if entity == "catalogue/charge_tiers"]
    (charge,) = [row for entity, row in rows if entity == "catalogue/charges"]
    assert (tier["rate_unit"], tier["increment"], charge["next_increment"]) == (10, 5, 1)


def test_the_last_four_digits_of_a_number_take_no_part() -> None:
    case = one_call("2", digits="0256")
    assert event_row(case, case.scenario.events[0])["other_party"] == "+200102560000"
    with pytest.raises(NotUnderstoodError, match="too long"):
        event_row(
            one_call("2", digits="12345678"),
            Event("call", Decimal(2), service="voice", digits="12345678"),
        )


def test_tiers_are_laid_end_to_end_by_their_width() -> None:
    rows = [{"from": 0, "to": "0.8", "price": 1, "interval": "0.2"},
            {"from": 1, "to": "3.5", "price": 2, "interval": "0.5", "ceil": False}]  # fmt: skip
    tiers = tiers_of([Fields(row) for row in rows])
    assert [tier.from_quantity for tier in tiers] == numbers("0", "0.8", "3.3")
    assert [tier.increment for tier in tiers] == [Decimal("0.2"), None, None]
    assert tiers[-1].unit_price == 0


def test_tiers_by_their_ends_are_closed_by_one_for_nothing() -> None:
    tiers = tiers_to(numbers("10", "20"), numbers("2", "1"), [None, Decimal(5)])
    assert [(tier.from_quantity, tier.unit_price) for tier in tiers] == [(0, 2), (10, 1), (20, 0)]
    assert len(tiers_to([Decimal(10), None], numbers("2", "1"), [None, None])) == 2


def test_packages_begin_after_what_is_free() -> None:
    free, packages = package_tiers(Decimal(10), Decimal(100), Decimal(5))
    assert (free.unit_price, packages.from_quantity, packages.increment) == (0, 5, 10)


def test_a_decrease_takes_back_a_part_that_was_an_event_of_its_own() -> None:
    first, second, third = increases(numbers("11", "9", "12"))
    assert [(use.quantity, use.reverses) for use in first] == [(9, ""), (2, "")]
    assert [(use.quantity, use.reverses) for use in second] == [(2, "line-1")]
    assert [(use.quantity, use.reverses) for use in third] == [(3, "")]


def test_a_decrease_may_take_back_several_events() -> None:
    uses = increases(numbers("5", "8", "2"))
    assert [use.quantity for use in uses[0]] == [2, 3]
    assert {use.reverses for use in uses[2]} == {"line-1", "line-2"}


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("tomorrow +2 weeks", "2017-09-16"),
        ("tomorrow +11 days", "2017-09-13"),
        ("+1 months", "2017-10-01"),
        ("+1 year", "2018-09-01"),
    ],
)
def test_periods_of_balances(period: str, end: str) -> None:
    assert balance_end(day("2017-09-01"), period) == day(end)


def test_minutes_of_cron_are_inclusive() -> None:
    assert cron_shape("0-30 22 * * *", Decimal(1)).minutes == ((1320, 1351),)
    assert cron_shape("* 20-23 * * *", Decimal(1)).minutes == ((1200, 1440),)
    christmas = cron_shape("* 0-6 24 12 *", Decimal(1))
    assert (christmas.months, christmas.month_days) == (frozenset({12}), frozenset({24}))
    assert cron_shape("0-59/30 8 * * 0", Decimal(1)).weekdays == frozenset({7})


def test_days_of_the_year_are_holidays_of_the_calendar() -> None:
    workdays = Shape(weekdays=frozenset({1, 2, 3, 4, 5}), weight=Decimal(10))
    may_day = Shape(months=frozenset({5}), month_days=frozenset({1}), weight=Decimal(20))
    calendar = calendar_of([[workdays, may_day]], day("2015-04-30"), day("2015-05-01"))
    assert calendar.holidays == (day("2015-05-01"),)
    kinds = {(band.name, band.day_type, band.priority) for band in calendar.bands}
    # the first of May is a Friday: the weekday's period applies to it too, behind the other
    assert (calendar.names[workdays], "holiday", 1) in kinds
    assert (calendar.names[may_day], "holiday", 2) in kinds


def test_a_period_lasts_until_the_next_one_begins() -> None:
    morning = Shape(((0, 1440),), frozenset({1}))
    evening = Shape(((1080, 1440),), frozenset({1}))
    calendar = calendar_of([[morning, evening]], day("2024-03-04"), day("2024-03-04"))
    priorities = {band.name: band.priority for band in calendar.bands}
    assert priorities[calendar.names[evening]] > priorities[calendar.names[morning]]


def test_a_price_at_all_times_needs_no_band() -> None:
    calendar = calendar_of([[Shape()]], day("2024-03-04"), day("2024-03-04"))
    assert (calendar.bands, calendar.names) == ((), {Shape(): "any"})


def test_destinations_whose_periods_differ_are_not_understood() -> None:
    monday, tuesday = (Shape(weekdays=frozenset({number})) for number in (1, 2))
    with pytest.raises(NotUnderstoodError, match="periods differ"):
        calendar_of([[monday], [tuesday]], day("2024-03-04"), day("2024-03-04"))


def scenario_of(case_id: str) -> Scenario:
    case = CASES[case_id]
    return translate(case, vocabulary_of(case, VOCABULARIES)).scenario


def test_a_quantity_of_services_is_units_of_the_booking() -> None:
    units = {booking.subscription: booking.units for booking in scenario_of("brn-136").bookings}
    assert units == {"line-37-38": 1, "line-37-39": 2}


def test_two_bookings_of_one_service_are_two() -> None:
    bookings = list(scenario_of("brn-140").bookings)
    assert len({booking.name for booking in bookings}) == len(bookings) == 2


def test_usage_that_arrives_late_is_a_later_load() -> None:
    loads = [event.load for event in scenario_of("brn-131").events]
    assert loads == [1, 1, 1, 2, 2, 3]


def test_lines_that_no_step_names_count_in_the_pool() -> None:
    assert {each.name for each in scenario_of("brn-124").subscriptions} == {
        "line-8884-806", "line-8884-807", "line-8884-808",
    }  # fmt: skip


def test_the_running_total_tells_the_amount_of_each_event() -> None:
    quantities = [event.quantity for event in scenario_of("lag-026").events]
    assert quantities == numbers("50", "100", "250", "400")


def test_a_key_that_nobody_asked_for_is_not_understood() -> None:
    case = CASES["lag-001"]
    strange = replace(case, given={**case.given, "discount": "1"})
    with pytest.raises(NotUnderstoodError, match="discount"):
        translate(strange, vocabulary_of(strange, VOCABULARIES))
