"""The marts gate on a real warehouse: it passes as built, and each kind of damage is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.integration.damaged_warehouse import copied, failures_of, suites
from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow

# what somebody, or a wrong rule, did to a mart; and a check that must see it
DAMAGES = {
    "a_rated_event_is_gone": (
        "delete from fct_rated_usage where event_id = (select min(event_id) from fct_rated_usage)",
        "rated_events_that_daily_usage_lacks",
    ),
    "the_newest_load_was_appended_twice": (
        "insert into fct_rated_usage from fct_rated_usage where rating_seq = "
        "(select max(rating_seq) from fct_rated_usage)",
        "newest_rated_events_twice",
    ),
    "a_charge_moved_by_a_millionth": (
        "update fct_rated_usage set charge = charge + 0.000001 where event_id = "
        "(select min(event_id) from fct_rated_usage)",
        "rated_and_adjusted_less_charged",
    ),
    "a_charge_is_negative": (
        "update fct_rated_usage set charge = -1 where event_id = "
        "(select min(event_id) from fct_rated_usage)",
        "negative_rated_charges",
    ),
    "a_payer_is_lost": (
        "update fct_rated_usage set account_key = null where event_id = "
        "(select min(event_id) from fct_rated_usage)",
        "rated_usage_without_its_keys",
    ),
    "more_is_free_than_was_used": (
        "update fct_rated_usage set free_quantity = metered_quantity + 1 where event_id = "
        "(select min(event_id) from fct_rated_usage)",
        "impossible_rated_quantities",
    ),
    "usage_went_to_an_earlier_period": (
        "update fct_rated_usage set charged_period = period - interval 1 month where event_id = "
        "(select min(event_id) from fct_rated_usage)",
        "usage_charged_before_its_period",
    ),
    "an_event_from_a_later_load": (
        "update fct_rated_usage set rating_seq = 9999 where event_id = "
        "(select min(event_id) from fct_rated_usage)",
        "rated_usage_outside_the_loads",
    ),
    "a_day_outside_the_calendar": (
        "update fct_usage_daily set usage_date = date '2200-01-01' where usage_date = "
        "(select min(usage_date) from fct_usage_daily)",
        "usage_dates_outside_the_calendar",
    ),
    "a_reversal_adds": (
        "insert into fct_usage_adjustments by name (select * replace (1 as amount) from "
        "fct_usage_adjustments limit 1)",
        "adjustments_that_add",
    ),
    "an_event_without_a_status": (
        "update fct_event_statuses set event_count = event_count - 1 where status = 'duplicate'",
        "accepted_events_without_a_status",
    ),
    "a_load_is_missing": (
        "delete from fct_load_files where load_seq = (select max(load_seq) from fct_load_files)",
        "loads_that_the_marts_do_not_show",
    ),
    "a_control_total_is_off": (
        "update fct_control_totals set is_balanced = false where control_key = "
        "(select min(control_key) from fct_control_totals)",
        "unbalanced_control_totals",
    ),
    "a_control_total_lies": (
        "update fct_control_totals set left_count = left_count + 1 where control_key = "
        "(select min(control_key) from fct_control_totals)",
        "control_totals_called_balanced_that_are_not",
    ),
    "a_control_is_absent": (
        "delete from fct_control_totals where control = 'events'",
        "control_totals_that_are_absent",
    ),
    "a_recurring_charge_is_negative": (
        "update fct_charges set amount = -1 where charge_key = "
        "(select min(charge_key) from fct_charges where charge_kind = 'recurring')",
        "negative_charges_that_correct_nothing",
    ),
    "a_charge_stands_twice": (
        "insert into fct_charges from fct_charges limit 1",
        "charges_twice",
    ),
    "a_closed_period_has_open_charges": (
        "update fct_charges set status = 'unbilled' where charge_key = "
        "(select min(charge_key) from fct_charges where status = 'billed')",
        "unbilled_charges_in_closed_periods",
    ),
    "an_issued_line_was_edited": (
        "update fct_invoice_lines set net_amount = net_amount + 1, "
        "gross_amount = gross_amount + 1, rounding_amount = rounding_amount + 1 "
        "where line_number = 1",
        "issued_lines_less_their_register",
    ),
    "a_line_s_tax_is_wrong": (
        "update fct_invoice_lines set tax_amount = tax_amount + 5, gross_amount = gross_amount + 5 "
        "where line_number = 1",
        "invoice_lines_with_another_tax",
    ),
    "an_invoice_lost_a_line": (
        "delete from fct_invoice_lines where line_number = 1",
        "invoices_that_are_not_their_lines",
    ),
    "an_invoice_is_gone": (
        "delete from fct_invoices where invoice_number = (select min(invoice_number) "
        "from fct_invoices)",
        "issued_invoices_less_their_register",
    ),
}


@pytest.fixture
def damaged(tiny_home: Home, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the tiny warehouse that a test may damage."""
    yield from copied(tiny_home.warehouse, tmp_path)


def test_the_warehouse_as_built_passes(damaged: duckdb.DuckDBPyConnection) -> None:
    assert failures_of(damaged, suites(damaged)) == set()


def test_every_damage_is_seen_by_the_check_that_is_meant_for_it(
    damaged: duckdb.DuckDBPyConnection,
) -> None:
    expected = suites(damaged)
    unseen = []
    for damage, (statement, check) in DAMAGES.items():
        damaged.execute("begin")
        damaged.execute(statement)
        failed = failures_of(damaged, expected)
        damaged.execute("rollback")
        if check not in failed:
            unseen.append(f"{damage}: {check} held; failed were {sorted(failed) or 'none'}")
    assert unseen == []
