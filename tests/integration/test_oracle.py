"""Invariant 5 and the rating rules: the warehouse equals an independent event-by-event rater.

Both take the same deliveries and closes of the tiny operator; every row is compared, exactly.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.integration.operator_history import Home, steps_of
from tests.oracle.billing import Billing, Charge
from tests.oracle.events import Event
from tests.oracle.history import rate_history
from tests.oracle.local import midnight, next_month

pytestmark = pytest.mark.slow

CYCLE_DAYS = (1, 11, 21)


@pytest.fixture(scope="module")
def billing(tiny_operator: Path) -> Billing:
    return rate_history(tiny_operator)


@pytest.fixture(scope="module")
def events(billing: Billing) -> list[Event]:
    return billing.oracle.events


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def assert_same(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]) -> None:
    """Both lists hold the same rows, in any order; the first that differ are shown."""
    assert expected, "the oracle found nothing to compare"
    left, right = Counter(found), Counter(expected)
    only_warehouse, only_oracle = list((left - right).elements()), list((right - left).elements())
    shown = [f"warehouse {row}" for row in sorted(only_warehouse, key=repr)[:10]]
    shown += [f"oracle    {row}" for row in sorted(only_oracle, key=repr)[:10]]
    differing = len(only_warehouse) + len(only_oracle)
    assert not differing, f"{differing} rows differ:\n" + "\n".join(shown)


def test_at_least_20_000_events_are_rated_again(events):
    assert sum(event.status == "rated" for event in events) >= 20_000


def test_every_event_has_the_same_status_per_file(tiny_home, events):
    expected = Counter((e.load_seq, e.file_no, e.status) for e in events)
    assert_same(
        rows(tiny_home, "select load_seq, file_no, status, event_count from fct_event_statuses"),
        [(*key, count) for key, count in expected.items()],
    )


def test_every_rated_event_has_the_same_charge(tiny_home, events):
    expected = [
        (
            e.event_id, e.rating_seq, e.subscription_id, e.plan_id, e.tariff.charge_id,
            e.tariff.service, e.tariff.direction, e.tariff.zone, e.time_band, e.tariff.currency,
            e.tariff.tax_code, e.cycle_day, len(e.segments), e.quantity, e.metered, e.free,
            e.charged, e.connect_fee, e.charge, e.is_late, e.period, e.charged_period,
            e.started_at.replace(tzinfo=None),
        )
        for e in events
        if e.status == "rated"
    ]  # fmt: skip
    found = rows(
        tiny_home,
        """
        select event_id, rating_seq, subscription_id, plan_id, charge_id, service, direction, zone,
            time_band, currency, tax_code, cycle_day, segment_count, quantity, metered_quantity,
            free_quantity, charged_quantity, connect_fee, charge, is_late, period, charged_period,
            started_at
        from fct_rated_usage
        """,
    )
    assert_same(found, expected)


def test_every_call_that_met_several_prices_is_cut_the_same(tiny_home, events):
    expected = [
        (
            e.event_id, number, e.rating_seq, s.tariff.charge_id, s.time_band, e.cycle_day,
            s.offset, s.used, s.metered, s.free, s.charged, s.connect_fee, s.charge,
            e.charged_period,
        )
        for e in events
        if e.status == "rated" and len(e.segments) > 1
        for number, s in enumerate(e.segments, start=1)
    ]  # fmt: skip
    found = rows(
        tiny_home,
        """
        select event_id, segment_number, rating_seq, charge_id, time_band, cycle_day, from_offset,
            quantity, metered_quantity, free_quantity, charged_quantity, connect_fee, charge,
            charged_period
        from fct_rated_segments
        """,
    )
    assert_same(found, expected)


def test_every_event_draws_the_same_from_the_same_buckets(tiny_home, events):
    expected = [
        (
            e.event_id, e.rating_seq, place, draw.bucket.owner[0], draw.bucket.owner[-1],
            draw.bucket.plan_id, draw.bucket.bucket_id, draw.free, draw.granted,
            draw.balance_date or dt.date(1900, 1, 1),
        )
        for e in events
        if e.status == "rated"
        for place, draw in enumerate(e.draws, start=1)
    ]  # fmt: skip
    # An account bears a pseudonym in the marts: it is enough that one of its lines draws.
    expected = [(*r[:4], "" if r[3] == "account" else r[4], *r[5:]) for r in expected]
    found = rows(
        tiny_home,
        """
        select draws.event_id, draws.rating_seq,
            row_number() over (partition by draws.event_id order by draws.draw_level),
            case when draws.bucket_owner < 0 then 'account'
                when bookings.booking_id is null then 'subscription' else 'booking' end,
            case when draws.bucket_owner < 0 then ''
                else coalesce(bookings.booking_id, usage.subscription_id) end,
            buckets.plan_id, buckets.bucket_id, draws.free_quantity, draws.granted_quantity,
            draws.balance_date
        from fct_allowance_draws as draws
        inner join fct_rated_usage as usage on usage.event_id = draws.event_id
        inner join (select distinct bucket_number, plan_id, bucket_id from dim_allowances)
            as buckets on buckets.bucket_number = draws.bucket_number
        left join (select distinct booking_number, booking_id, plan_id from dim_add_ons) as bookings
            on bookings.booking_number = draws.bucket_owner
            and bookings.plan_id = buckets.plan_id
        """,
    )
    assert_same(found, expected)


def test_suspense_has_the_same_events_and_reasons(tiny_home, events):
    assert_same(
        rows(tiny_home, "select event_id, reason from fct_suspense where status = 'open'"),
        [(e.event_id, e.reason) for e in events if e.status == "suspended"],
    )
    cured = [e for e in events if e.status == "rated" and e.rating_seq > e.load_seq]
    assert_same(
        rows(tiny_home, "select event_id, cured_seq from fct_suspense where status = 'cured'"),
        [(e.event_id, e.rating_seq) for e in cured],
    )


def test_reversals_take_back_the_same_amounts(tiny_home, events):
    found = rows(
        tiny_home,
        """
        select event_id, original_event_id, rating_seq, subscription_id, charge_id, amount,
            cycle_day, charged_period, is_late
        from fct_usage_adjustments
        """,
    )
    expected = [
        (
            e.event_id, e.original.event_id, e.rating_seq, e.subscription_id, e.tariff.charge_id,
            e.charge, e.cycle_day, e.charged_period, e.is_late,
        )
        for e in events
        if e.status == "reversal"
    ]  # fmt: skip
    assert_same(found, expected)


CHARGE = """
    cycle_day, period, subscription_id, plan_id, charge_kind, charge_id, coalesce(service, ''),
    coalesce(direction, ''), coalesce(zone, ''), coalesce(time_band, ''), currency, tax_code,
    is_late, event_count, coalesce(quantity, 0)
"""


def charge_row(cycle: int, period: dt.date, line: Charge) -> tuple[Any, ...]:
    return (
        cycle, period, line.subscription_id, line.plan_id, line.kind, line.charge_id, *line.use,
        line.currency, line.tax_code, line.is_late, line.events, line.quantity,
    )  # fmt: skip


def test_every_charge_is_the_same_billed_or_not(tiny_home, tiny_operator, billing):
    expected = [
        ("billed", *charge_row(invoice.cycle_day, invoice.period, line), line.amount)
        for invoice in billing.invoices
        for line in invoice.lines
    ]
    # An open period shows its charges from the moment it begins, recurring ones in full.
    last = dt.datetime.fromisoformat(steps_of(tiny_operator)[-1]["now"])
    for cycle in CYCLE_DAYS:
        period = dt.date(2025, 12, cycle)
        while midnight(period) <= last:
            if period not in billing.oracle.closed[cycle]:
                expected += [
                    ("unbilled", *charge_row(cycle, period, line), line.amount)
                    for line in billing.charges_of(cycle, period)
                ]
            period = next_month(period)
    found = rows(tiny_home, f"select status, {CHARGE}, amount from fct_charges")
    assert_same(found, expected)


def test_every_invoice_line_is_rounded_and_taxed_the_same(tiny_home, billing):
    expected = [
        (
            invoice.number, number, *charge_row(invoice.cycle_day, invoice.period, line),
            line.amount, line.net, line.net - line.amount, line.tax, line.net + line.tax,
            invoice.load_seq,
        )
        for invoice in billing.invoices
        for number, line in enumerate(invoice.lines, start=1)
    ]  # fmt: skip
    found = rows(
        tiny_home,
        f"""
        select invoice_number, line_number, {CHARGE}, unrounded_amount, net_amount,
            rounding_amount, tax_amount, gross_amount, close_load_seq
        from fct_invoice_lines
        """,
    )
    assert_same(found, expected)


def test_every_invoice_has_the_same_totals(tiny_home, billing):
    expected = [
        (
            invoice.number, invoice.lines[0].currency, invoice.cycle_day, invoice.period,
            len(invoice.lines), invoice.net, invoice.tax, invoice.net + invoice.tax,
        )
        for invoice in billing.invoices
    ]  # fmt: skip
    found = rows(
        tiny_home,
        """
        select invoice_number, currency, cycle_day, period, line_count, net_amount, tax_amount,
            gross_amount
        from fct_invoices
        """,
    )
    assert_same(found, expected)
