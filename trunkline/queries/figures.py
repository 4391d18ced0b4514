"""Values of a metric for one choice of filters: what a card shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import duckdb

from trunkline.metrics.catalogue import metric
from trunkline.presentation.moments import month_before
from trunkline.queries.filters import Filters
from trunkline.queries.table import run
from trunkline.queries.viewer import Viewer


@dataclass(frozen=True)
class Figure:
    """One metric, read once: its value, the one before, and the series behind it.

    value and before: in `currency` where the unit is money; None where there is nothing. before is
    of the month before, or of as many days before the chosen ones.
    series: (month, value), oldest first. others: values in further currencies, never added up.
    is_lacking: the snapshot, of an earlier version, lacks a table or column that it is made of.
    target: what is planned for the chosen month, where it is asked for and there is one.
    """

    metric_id: str
    currency: str | None
    value: Decimal | None
    before: Decimal | None
    series: tuple[tuple[date, Decimal], ...]
    others: tuple[tuple[str, Decimal], ...]
    is_lacking: bool = False
    target: Decimal | None = None


def figure(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection, metric_id: str
) -> Figure:
    """Run the metric's own SQL and pick the chosen month, or all months (or chosen days) together.

    Raises `MetricError` for an unknown metric.
    """
    if filters.days is None:
        return _figure(viewer, filters, connection, metric_id)
    first, end = filters.days
    earlier = replace(filters, days=(first - (end - first), first))
    before = _figure(viewer, earlier, connection, metric_id)
    return replace(_figure(viewer, filters, connection, metric_id), before=before.value)


def _figure(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection, metric_id: str
) -> Figure:
    definition = metric(metric_id)
    rows = run(viewer, connection, definition.sql, filters.parameters()).rows
    values: dict[tuple[str | None, date | None], Decimal] = {
        (currency, month): Decimal(value) for month, currency, value in rows if value is not None
    }
    currency = _main_currency(values, filters)
    has_months = any(month is not None for _, month in values)
    month = filters.month if has_months else None
    before = values.get((currency, month_before(month))) if month else None
    series = sorted(
        (known, value) for (its, known), value in values.items() if its == currency and known
    )
    others = sorted(
        (its, value)
        for (its, known), value in values.items()
        if its is not None and its != currency and known == month and not filters.currency
    )
    value = values.get((currency, month))
    if definition.adds_up and values:
        last = series[-1][0] if series else None
        if month is None or last is None or month <= last or definition.unit == "count":
            # A month without rows is a zero; one that no money has reached yet is nothing.
            value = value or Decimal(0)
            before = before or (Decimal(0) if month else None)
    return Figure(metric_id, currency, value, before, tuple(series), tuple(others))


def _main_currency(
    values: dict[tuple[str | None, date | None], Decimal], filters: Filters
) -> str | None:
    """The chosen currency, else the one that most months know (ties: by its code)."""
    if not values or all(currency is None for currency, _ in values):
        return None
    if filters.currency:
        return filters.currency
    known = [currency for currency, _ in values if currency is not None]
    return min(set(known), key=lambda currency: (-known.count(currency), currency))
