"""metrics.yml: complete in both languages, and its SQL is what runs."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from tests.pages import small_operator
from trunkline.metrics.catalogue import MetricError, metrics, parse
from trunkline.queries.figures import figure
from trunkline.queries.filters import Filters
from trunkline.queries.viewer import NotAllowedError, Viewer, local_viewer

WHOLE = """
- id: one
  domain: usage
  name: {ko: 하나, en: One}
  definition: {ko: 뜻, en: Meaning}
  formula: {ko: 식, en: Formula}
  source: {ko: 출처, en: Source}
  unit: count
  owner: finance
  better: up
  adds_up: true
  months: calendar
  filters: []
  used_in: [usage]
  sql: select 1
"""


@pytest.fixture(scope="module")
def marts() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    return connection


def test_a_whole_metric_is_read() -> None:
    assert parse(WHOLE)["one"].name == {"ko": "하나", "en": "One"}


@pytest.mark.parametrize("field", ["name", "definition", "formula", "source"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_missing_translation_is_refused(field: str, language: str) -> None:
    broken = re.sub(rf"({field}: {{.*?){language}: [^,}}]+", r"\1" + f"{language}: ''", WHOLE)
    with pytest.raises(MetricError, match=f"one: {field} has no text in '{language}'"):
        parse(broken)


@pytest.mark.parametrize(
    "field",
    ["domain", "unit", "owner", "better", "adds_up", "months", "filters", "used_in", "sql"],
)
def test_a_missing_field_is_refused(field: str) -> None:
    with pytest.raises(MetricError, match=f"one: {field} is missing"):
        parse(re.sub(rf"  {field}: .*\n", "", WHOLE))


@pytest.mark.parametrize("metric_id", list(metrics()))
def test_declared_filters_are_those_that_the_sql_uses(metric_id: str) -> None:
    metric = metrics()[metric_id]
    for name in ("services", "plans", "regions", "segments"):
        assert (f"${name}" in metric.sql) == (name in metric.filters), name
    assert ("$from_day" in metric.sql) == ("days" in metric.filters)


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(MetricError, match="stands twice"):
        parse(WHOLE + WHOLE)


@pytest.mark.parametrize("metric_id", [key for key in metrics() if key != "effective_price"])
def test_metric_gives_month_currency_and_an_exact_value(
    metric_id: str, marts: duckdb.DuckDBPyConnection
) -> None:
    found = figure(local_viewer("en"), Filters(), marts, metric_id)
    assert isinstance(found.value, Decimal)
    assert all(isinstance(value, Decimal) for _, value in found.series)


def test_months_of_a_sum_add_up_to_all_months(marts: duckdb.DuckDBPyConnection) -> None:
    for metric_id, metric in metrics().items():
        if not metric.adds_up:
            continue
        found = figure(local_viewer("en"), Filters(), marts, metric_id)
        if found.series:
            assert sum(value for _, value in found.series) == found.value, metric_id


def test_two_currencies_are_never_added_up(marts: duckdb.DuckDBPyConnection) -> None:
    viewer = local_viewer("en")
    both = figure(viewer, Filters(), marts, "billed_revenue")
    dollars = figure(viewer, Filters(currency="USD"), marts, "billed_revenue")
    assert (both.currency, dollars.currency) == ("KRW", "USD")
    assert both.others == (("USD", dollars.value),)


def test_filters_narrow_and_agree_with_the_rows(marts: duckdb.DuckDBPyConnection) -> None:
    viewer = local_viewer("en")
    chosen = Filters(
        month=date(2026, 5, 1), services=("voice",), regions=("busan",), currency="KRW"
    )
    found = figure(viewer, chosen, marts, "billed_revenue")
    expected = marts.execute(
        "select sum(net_amount) from fct_invoice_lines inner join dim_accounts using (account_key) "
        "where service = 'voice' and region = 'busan' and fct_invoice_lines.currency = 'KRW' "
        "and period >= '2026-05-01' and period < '2026-06-01'"
    ).fetchone()
    assert expected is not None and found.value == expected[0]


def test_a_viewer_without_the_role_reads_nothing(marts: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(NotAllowedError):
        figure(Viewer("x", (), "en"), Filters(), marts, "billed_revenue")
