"""Queries of the whole operator: movements close, parts add up, metrics agree with the rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.pages import small_operator
from trunkline.queries import care, churn, customers, executive, network, receivables, revenue
from trunkline.queries.figures import figure
from trunkline.queries.filters import Filters
from trunkline.queries.viewer import local_viewer

VIEWER = local_viewer("en")
MOVEMENTS = ("new", "expansion", "reactivation", "contraction", "churn")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture(scope="module")
def marts() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    return connection


def rows(query: Any, marts: duckdb.DuckDBPyConnection, **chosen: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = query(VIEWER, Filters(**chosen), marts).records()
    return found


def test_mrr_opens_where_the_month_before_closed(marts: duckdb.DuckDBPyConnection) -> None:
    months = rows(revenue.mrr_by_month, marts, currency="KRW")
    assert [row["month"] for row in months] == [JUNE, MAY, date(2026, 4, 1)]
    for row in months:
        moved = sum((row[f"{name}_amount"] for name in MOVEMENTS), Decimal(0))
        assert row["opening_amount"] + moved == row["closing_amount"]
    assert months[0]["opening_amount"] == months[1]["closing_amount"]
    assert {name for name in MOVEMENTS if any(row[f"{name}_amount"] for row in months)} == set(
        MOVEMENTS
    )


@pytest.mark.parametrize("month", [None, MAY, JUNE])
@pytest.mark.parametrize("plans", [(), ("plan_a",)])
def test_mrr_bridge_closes(
    month: date | None, plans: tuple[str, ...], marts: duckdb.DuckDBPyConnection
) -> None:
    for row in rows(revenue.mrr_bridge, marts, month=month, plans=plans):
        steps = [row[f"{name}_amount"] for name in (*MOVEMENTS, "transfer")]
        assert row["opening_amount"] + sum(steps, Decimal(0)) == row["closing_amount"]
        assert row["transfer_amount"] == 0


def test_a_change_of_plan_is_a_transfer_under_a_choice_of_plans() -> None:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    connection.execute(
        "update fct_mrr_movements set plan_id = 'plan_b' "
        "where plan_id = 'plan_a' and month >= '2026-06-01'"
    )
    found = rows(revenue.mrr_bridge, connection, plans=("plan_b",))[0]
    steps = [found[f"{name}_amount"] for name in (*MOVEMENTS, "transfer")]
    assert found["transfer_amount"] > 0
    assert found["opening_amount"] + sum(steps, Decimal(0)) == found["closing_amount"]


@pytest.mark.parametrize(
    "query", [revenue.by_segment, revenue.by_region, revenue.by_plan, revenue.by_kind]
)
def test_parts_of_the_revenue_add_up_to_the_metric(
    query: Any, marts: duckdb.DuckDBPyConnection
) -> None:
    for currency in ("KRW", "USD"):
        total = figure(VIEWER, Filters(currency=currency), marts, "charged_revenue").value
        found = rows(query, marts, currency=currency)
        assert sum((row["amount"] for row in found), Decimal(0)) == total


def test_retention_leaves_out_what_is_new(marts: duckdb.DuckDBPyConnection) -> None:
    chosen = Filters(month=JUNE, currency="KRW")
    row = next(r for r in rows(revenue.mrr_by_month, marts, currency="KRW") if r["month"] == JUNE)
    kept = row["opening_amount"] + row["contraction_amount"] + row["churn_amount"]
    gross = figure(VIEWER, chosen, marts, "gross_revenue_retention").value
    net = figure(VIEWER, chosen, marts, "net_revenue_retention").value
    assert gross == round(kept / row["opening_amount"], 6)
    assert net == round((kept + row["expansion_amount"]) / row["opening_amount"], 6)


@pytest.mark.parametrize("month", [None, MAY, JUNE])
def test_balance_bridge_closes(month: date | None, marts: duckdb.DuckDBPyConnection) -> None:
    for row in rows(receivables.bridge, marts, month=month):
        steps = ("opening", "invoiced", "adjusted", "paid", "given_back")
        assert sum((row[f"{name}_amount"] for name in steps), Decimal(0)) == row["closing_amount"]


def test_ages_add_up_to_the_open_balance(marts: duckdb.DuckDBPyConnection) -> None:
    parts = rows(receivables.ageing, marts, currency="KRW")
    for row in rows(receivables.ages, marts, currency="KRW"):
        month = row["month"]
        open_balance = figure(VIEWER, Filters(month=month, currency="KRW"), marts, "open_balance")
        of_month = [part["open_amount"] for part in parts if part["month"] == month]
        assert sum(of_month, Decimal(0)) == row["open_amount"] == open_balance.value


def test_customers_of_a_month_are_those_before_and_new_less_lost(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    def of(metric_id: str, month: date) -> Decimal:
        return figure(VIEWER, Filters(month=month), marts, metric_id).value or Decimal(0)

    for before, month in ((date(2026, 4, 1), MAY), (MAY, JUNE)):
        assert of("active_customers", month) == (
            of("active_customers", before)
            + of("new_customers", month)
            - of("lost_customers", month)
        )
    found = rows(customers.come_and_gone, marts)
    assert sum(row["lost_count"] for row in found) == 4
    assert sum(row["customer_count"] for row in rows(customers.reasons, marts)) == 4


def test_net_additions_are_who_joined_less_who_left(marts: duckdb.DuckDBPyConnection) -> None:
    """Six subscriptions join every twenty days from 1 April on; two leave on 9 May."""
    found = figure(VIEWER, Filters(), marts, "net_additions")
    assert found.series == ((date(2026, 4, 1), Decimal(12)), (MAY, Decimal(10)))
    assert (found.value, figure(VIEWER, Filters(month=JUNE), marts, "net_additions").value) == (
        Decimal(22),
        Decimal(0),
    )


def test_who_left_nobody_knows_when_is_in_no_month() -> None:
    """The public IBM customers have left or not, without a day."""
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    before = figure(VIEWER, Filters(), connection, "lost_customers")
    connection.execute(
        "insert into dim_customers by name select 'x' as customer_key, 'ibm_telco' as source,"
        " 'consumer' as segment, 'inactive' as status"
    )
    assert figure(VIEWER, Filters(), connection, "lost_customers") == before
    assert sum(row["lost_count"] for row in rows(customers.come_and_gone, connection)) == 4
    assert sum(row["customer_count"] for row in rows(customers.reasons, connection)) == 5


def test_share_late_counts_only_tickets_with_a_service_level(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    expected = marts.execute(
        "select round(count(*) filter (where is_resolution_late)"
        " / count(*) filter (where is_resolution_late is not null), 6)::decimal(9, 6)"
        " from fct_tickets"
    ).fetchone()
    assert expected is not None
    assert figure(VIEWER, Filters(), marts, "resolution_late_share").value == expected[0]
    assert sum(row["ticket_count"] for row in rows(care.tickets_by_category, marts)) == 44


def test_rates_come_from_sums_and_missing_hours_are_no_good_news(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    day = date(2026, 4, 8)
    found = next(row for row in rows(network.quality_by_day, marts) if row["local_day"] == day)
    assert found["missing_hours"] == 6 * 3
    expected = marts.execute(
        "select round(sum(available_seconds) / (sum(reported_hour_count) * 3600), 6)"
        "::decimal(9, 6) from fct_quality_daily where local_day = '2026-04-08'"
    ).fetchone()
    assert expected is not None and found["availability"] == expected[0]
    missing = rows(network.missing_hours, marts, month=date(2026, 4, 1))
    assert sum(row["missing_hours"] for row in missing) >= 18


def test_an_outage_that_lasts_is_on_show_in_every_month(marts: duckdb.DuckDBPyConnection) -> None:
    for month in (date(2026, 4, 1), JUNE):
        found = rows(network.outages, marts, month=month)
        assert found[0]["outage_state"] == "open" and found[0]["outage_ended_at"] is None
    assert figure(VIEWER, Filters(), marts, "open_outages").value == 1
    begun = figure(VIEWER, Filters(), marts, "outages_begun").value
    assert begun == 6, "planned work is no outage"


def test_each_scored_subscription_stands_in_one_band(marts: duckdb.DuckDBPyConnection) -> None:
    bands = rows(churn.by_band, marts)
    assert sum(row["subscriptions"] for row in bands) == len(rows(churn.scores, marts)) == 24
    assert bands[0]["risk_band"] == "from_50"


def test_nobody_known_yet_is_not_nobody_gone() -> None:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    unknown = rows(churn.by_band, connection)
    assert {(row["known_count"], row["lost_count"]) for row in unknown} == {(0, None)}
    connection.execute("update fct_churn_scores set has_left = false where score >= 0.5")
    bands = {row["risk_band"]: row for row in rows(churn.by_band, connection)}
    assert bands["from_50"]["known_count"] > 0 and bands["from_50"]["lost_count"] == 0
    assert bands["below_5"]["lost_count"] is None


def test_who_left_stays_in_the_month_of_leaving_whatever_is_corrected_later(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    later = marts.execute(
        "select count(*) from dim_customers where status = 'inactive' and changed_at > '2026-07-01'"
    ).fetchone()
    assert later == (1,)
    months = {row["month"]: row["lost_count"] for row in rows(customers.come_and_gone, marts)}
    assert (months[MAY], months[JUNE]) == (3, 1)
    for month, count in ((MAY, 3), (JUNE, 1)):
        chosen = Filters(month=month)
        assert figure(VIEWER, chosen, marts, "lost_customers").value == count
        assert (
            sum(r["customer_count"] for r in rows(customers.reasons, marts, month=month)) == count
        )


@pytest.mark.parametrize(
    ("first_late", "late", "counted"),
    [(True, None, 1), (None, True, 1), (True, True, 1), (False, None, 0), (None, None, 0)],
)
def test_an_open_ticket_is_overdue_once_however_many_times_it_is_late(
    first_late: bool | None, late: bool | None, counted: int
) -> None:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    connection.execute("delete from fct_tickets where ticket_id <> 'TCK-000008'")
    connection.execute(
        "update fct_tickets set is_open = true, is_first_response_late = ?, is_resolution_late = ?",
        [first_late, late],
    )
    assert figure(VIEWER, Filters(), connection, "overdue_tickets").value == counted


def test_targets_are_of_the_month_and_of_the_operator_as_a_whole(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    may = executive.targets(VIEWER, Filters(month=MAY), marts)
    assert may["active_subscriptions", executive.NO_CURRENCY] == 20
    billed = {currency for metric_id, currency in may if metric_id == "billed_revenue"}
    assert billed == {"KRW", "USD"}
    april = executive.targets(VIEWER, Filters(month=date(2026, 4, 1)), marts)
    assert april["billed_revenue", "KRW"] != may["billed_revenue", "KRW"]
    assert executive.targets(VIEWER, Filters(month=MAY, currency="USD"), marts) == may
    for part in (
        Filters(),
        Filters(month=date(2030, 1, 1)),
        Filters(month=MAY, days=(MAY, JUNE)),
        Filters(month=MAY, services=("voice",)),
        Filters(month=MAY, plans=("plan_a",)),
        Filters(month=MAY, regions=("seoul",)),
        Filters(month=MAY, segments=("business",)),
    ):
        assert executive.targets(VIEWER, part, marts) == {}, part
