"""Query functions: bound parameters, exact money, pages that count all rows."""

from __future__ import annotations

import inspect
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.pages import small_operator
from trunkline.queries import (
    bank,
    care,
    choices,
    churn,
    customers,
    executive,
    explanation,
    invoices,
    line_events,
    network,
    receivables,
    revenue,
    suspense,
    table,
    trace,
    trust,
    usage,
)
from trunkline.queries.filters import Filters
from trunkline.queries.viewer import local_viewer

MODULES = (
    bank,
    care,
    choices,
    churn,
    customers,
    executive,
    explanation,
    invoices,
    line_events,
    network,
    receivables,
    revenue,
    suspense,
    trace,
    trust,
    usage,
)
MORE: dict[str, Any] = {"invoice": "20260501-01-0000001", "line": 1, "event_id": 1}


def functions() -> list[Any]:
    return [
        function
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and not name.startswith("_")
        and function.__module__.startswith((module.__name__, "trunkline.queries.trust"))
        and name not in ("run", "condition", "listing")
    ]


def call(function: Any, filters: Filters, connection: duckdb.DuckDBPyConnection) -> Any:
    names = inspect.signature(function).parameters
    more = {key: value for key, value in MORE.items() if key in names}
    return function(local_viewer("ko"), filters, connection, **more)


@pytest.fixture(scope="module")
def marts() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(small_operator.TABLES)
    return connection


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.__name__)
def test_query_takes_viewer_filters_connection(function: Any) -> None:
    assert list(inspect.signature(function).parameters)[:3] == ["viewer", "filters", "connection"]
    assert function.__doc__


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.__name__)
def test_no_money_is_ever_a_float(function: Any, marts: duckdb.DuckDBPyConnection) -> None:
    found = call(function, Filters(), marts)
    for row in getattr(found, "rows", ()):
        assert not any(isinstance(value, float) for value in row)


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.__name__)
@pytest.mark.parametrize(
    "attack", ["' or 1 = 1 --", "'; drop table fct_invoices; --", "$month", "?"]
)
def test_text_in_a_filter_stays_text(
    function: Any, attack: str, marts: duckdb.DuckDBPyConnection
) -> None:
    everywhere = Filters(
        services=(attack,),
        plans=(attack,),
        regions=(attack,),
        segments=(attack,),
        currency=attack,
    )
    call(function, everywhere, marts)
    found = invoices.invoices(local_viewer("ko"), everywhere, marts, number=attack)
    assert found.total_rows == 0
    assert marts.execute("select count(*) > 0 from fct_invoices").fetchone() == (True,)


def test_a_page_of_rows_counts_all(marts: duckdb.DuckDBPyConnection) -> None:
    viewer = local_viewer("en")
    everything = invoices.invoices(viewer, Filters(), marts)
    pages = [invoices.invoices(viewer, Filters(), marts, limit=20, offset=n) for n in (0, 20, 40)]
    assert [page.total_rows for page in pages] == [everything.total_rows] * 3
    assert sum((page.rows for page in pages), ()) == everything.rows


def test_a_query_that_takes_too_long_is_stopped(
    marts: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "LONGEST_SECONDS", 0.2)
    endless = "select count(*) from range(1000000000) as a(x), range(1000000) as b(y) where x < y"
    with pytest.raises(duckdb.InterruptException):
        table.run(local_viewer("en"), marts, endless)
    assert table.run(local_viewer("en"), marts, "select 1").rows == ((1,),)


def test_events_behind_each_line_add_up_to_it(marts: duckdb.DuckDBPyConnection) -> None:
    lines = marts.execute(
        "select invoice_number, line_number, unrounded_amount, event_count from fct_invoice_lines "
        "where charge_kind <> 'recurring'"
    ).fetchall()
    for number, line, amount, count in lines:
        found = line_events.line_events(local_viewer("en"), Filters(), marts, number, line)
        assert (found.total_rows, sum(found.column("charge"), Decimal(0))) == (count, amount)
