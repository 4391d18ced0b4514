"""Each step of one event's explanation, on events whose every figure was worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.pages import small_operator
from trunkline.queries import explanation
from trunkline.queries.filters import Filters
from trunkline.queries.viewer import local_viewer

EXPLAINED = Path(small_operator.__file__).with_name("explained_events.sql")
Ask = Callable[[str, int], list[dict[str, Any]]]


def number(line: int, load: int = 3, file: int = 1) -> int:
    """The number of the event on this line."""
    return (load << 43) + (file << 29) + line


@pytest.fixture(scope="module")
def marts() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    connection.execute(EXPLAINED.read_text(encoding="utf-8"))
    return connection


@pytest.fixture(scope="module")
def ask(marts: duckdb.DuckDBPyConnection) -> Ask:
    """The rows of a step for the event on a line of file 1 of load 3."""

    def asked(step: str, line: int) -> list[dict[str, Any]]:
        query = getattr(explanation, step)
        return query(local_viewer("en"), Filters(), marts, number(line)).records()

    return asked


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_source_is_the_file_and_line_that_the_number_says(ask: Ask) -> None:
    (row,) = ask("source", 901)
    assert (row["load_seq"], row["file_no"], row["line_no"]) == (3, 1, 901)
    assert row["origin"] == "usage_MSC01_000003.csv.gz"


def test_guiding_names_each_row_with_its_two_times(ask: Ask) -> None:
    rows = {row["item"]: row for row in ask("guiding", 905)}
    assert list(rows) == [
        "number",
        "subscription",
        "account",
        "plan",
        "zone",
        "calendar",
        "time_band",
        "period",
    ]
    assert rows["subscription"]["code"] == "S0001"
    assert rows["zone"]["detail"] == "number 8210 Mobile"
    assert rows["time_band"]["detail"] == "2026-06-20 00:00-24:00"
    assert (rows["plan"]["known_from"], rows["plan"]["known_to"]) == (0, None)
    assert rows["subscription"]["valid_to"] is None


def test_price_names_charge_and_tiers_of_each_segment(ask: Ask) -> None:
    rows = ask("price", 901)
    assert picked(
        rows, "segment_number", "charge_id", "price_kind", "line_no", "tiers_line_no"
    ) == [
        (1, "call.day", "plan", 11, 21),
        (2, "call.night", "plan", 12, 22),
    ]


def test_price_of_another_plan_or_of_some_alone_says_so(marts: duckdb.DuckDBPyConnection) -> None:
    cursor = marts.cursor()
    cursor.execute("begin")
    cursor.execute("update dim_charges set plan_id = 'extra' where charge_id = 'call.day'")
    cursor.execute("update dim_charges set segment = 'vip' where charge_id = 'call.night'")
    found = explanation.price(local_viewer("en"), Filters(), Rolled(cursor), number(901))
    assert found.column("price_kind") == ["add_on", "agreed"]
    cursor.execute("rollback")


class Rolled:
    """A connection whose cursors see what is not committed."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def cursor(self) -> Any:
        return self

    def close(self) -> None:
        """Nothing: the test ends the transaction."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def test_cut_event_shows_its_segments_and_how_each_was_metered(ask: Ask) -> None:
    assert picked(ask("segments", 901), "from_offset", "to_offset", "time_band", "charge") == [
        (0, 120, "day", Decimal("1.533333")),
        (120, 150, "night", Decimal("2.466667")),
    ]
    assert picked(
        ask("metering", 901), "quantity", "metered_quantity", "free_quantity", "charged_quantity"
    ) == [(120, 120, 100, 20), (30, 60, 0, 60)]


def test_draws_show_each_bucket_before_and_after(ask: Ask) -> None:
    names = ("bucket_id", "owner_kind", "balance_before", "free_quantity", "lost_quantity")
    assert picked(ask("draws", 905), *names, "balance_after") == [
        ("own", "subscription", 2, 2, 0, 0),
        ("shared", "account", 20, 3, 1, 16),
    ]


def test_balances_count_the_draws_before_in_the_order_of_rating(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    drawn = marts.execute(
        "select event_id, draws.granted_quantity - coalesce(sum(draws.consumed_quantity) over ("
        " partition by bucket_owner, bucket_number, balance_date"
        " order by draws.rating_seq, rated.started_at, event_id"
        " rows between unbounded preceding and 1 preceding), 0)"
        " from fct_allowance_draws as draws"
        " inner join fct_rated_usage as rated using (event_id) where bucket_number = 7"
        " order by hash(event_id) limit 5"
    ).fetchall()
    for event, before in drawn:
        found = explanation.draws(local_viewer("en"), Filters(), marts, event)
        assert found.column("balance_before") == [before]


def test_tiers_of_a_period_go_on_where_the_event_before_left_off(ask: Ask) -> None:
    names = ("tier_number", "counted_before", "quantity", "stepped_quantity", "flat_fee")
    assert picked(ask("tiers", 903), *names, "exact_amount") == [
        (1, 700, 300, 300, 0, Decimal(6)),
        (2, 700, 100, 100, Decimal(5), Decimal(6)),
    ]
    # the step of 100 that event 903 filled is not charged again, the next one is
    assert picked(ask("tiers", 904), *names, "exact_amount") == [(2, 1100, 10, 100, 0, Decimal(1))]


def test_rounding_says_what_moved_the_amount(ask: Ask) -> None:
    names = ("rounded", "exact_amount", "bound", "rounding_mode", "rounding_decimals", "result")
    assert picked(ask("rounding", 903), *names) == [
        ("event", Decimal(12), "maximum", "half_up", 6, Decimal(10))
    ]
    assert picked(ask("rounding", 904), *names) == [
        ("event", Decimal(1), "minimum", "half_up", 6, Decimal("1.5"))
    ]
    assert picked(ask("rounding", 901), *names) == [
        ("event", Decimal("3.033333333333"), None, "up", 0, Decimal(4)),
        ("segment", Decimal("1.533333333333"), None, "half_up", 6, Decimal("1.533333")),
        ("segment", Decimal("1.5"), None, "rest", 6, Decimal("2.466667")),
    ]


@pytest.mark.parametrize("line", [901, 902, 903, 904, 905, 906, 907])
def test_what_is_worked_out_again_is_what_is_stored(line: int, ask: Ask) -> None:
    wrong = [row for row in ask("check", line) if not row["is_equal"]]
    assert not wrong
    assert ask("check", line)[-1]["stored"] == ask("fate", line)[0]["charge"]


def test_a_difference_is_said(ask: Ask) -> None:
    wrong = [row for row in ask("check", 908) if not row["is_equal"]]
    assert picked(wrong, "item", "explained", "stored") == [
        ("charge", Decimal("0.766667"), Decimal("0.766668"))
    ]


def test_an_event_whose_price_is_gone_is_not_said_to_agree(ask: Ask) -> None:
    assert ask("price", 2) == []
    assert picked(ask("check", 2), "item", "explained", "is_equal")[-1] == ("charge", None, False)


def test_line_of_the_bill_shows_its_own_rounding(marts: duckdb.DuckDBPyConnection) -> None:
    (event,) = marts.execute(
        "select event_id from fct_rated_usage where charged_period < date '2026-06-01'"
        " and charge > 0 and currency = 'KRW' limit 1"
    ).fetchone() or (0,)
    (row,) = explanation.lines(local_viewer("en"), Filters(), marts, event).records()
    assert row["invoice_number"]
    assert row["rounding_decimals"] == 0
    assert row["unrounded_amount"] + row["rounding_amount"] == row["net_amount"]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (number(901), "rated"),
        (number(51), "suspended"),
        (number(399), "duplicate"),
        (number(303), "non_chargeable"),
        (number(400), "no_line"),
        (number(5, load=9), "no_file"),
        (1, "no_file"),
    ],
)
def test_fate_says_what_became_of_a_number(
    event: int, status: str, marts: duckdb.DuckDBPyConnection
) -> None:
    (row,) = explanation.fate(local_viewer("en"), Filters(), marts, event).records()
    assert row["status"] == status


def test_reversal_and_duplicate_name_their_event(marts: duckdb.DuckDBPyConnection) -> None:
    (event, original) = marts.execute(
        "select event_id, original_event_id from fct_usage_adjustments limit 1"
    ).fetchone() or (0, 0)
    (row,) = explanation.fate(local_viewer("en"), Filters(), marts, event).records()
    assert (row["status"], row["original_event_id"]) == ("reversal", str(original))
    (copy,) = explanation.fate(local_viewer("en"), Filters(), marts, number(399)).records()
    assert (copy["original_event_id"], copy["is_conflict"]) == (str(number(901)), True)
