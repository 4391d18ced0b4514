"""The cells of a table in people's words: what the export holds as the query gave it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from dashboards.components.columns import (
    CODES,
    DECIMALS,
    DURATIONS,
    EXACT,
    MINUTES,
    QUANTITIES,
    SHARES,
    WHAT,
)
from dashboards.components.view import View
from dashboards.components.words import Words
from trunkline.presentation.durations import duration
from trunkline.presentation.figures import grouped, trimmed
from trunkline.presentation.moments import local, month_name, second
from trunkline.presentation.quantities import quantity
from trunkline.queries.table import Table


def chosen_anyway(view: View, found: Table, names: tuple[str, ...]) -> tuple[str, ...]:
    """Columns without those that only repeat the currency or the month chosen above."""
    filters = view.filters
    fixed = {"currency": filters.currency, "month": filters.month}
    return tuple(
        name
        for name in names
        if not fixed.get(name) or set(found.column(name)) != {fixed[name]} or len(names) == 1
    )


def displayed(
    view: View, found: Table, names: tuple[str, ...]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The rows in people's words, and how each column is to be written."""
    words = view.words
    shown: dict[str, list[Any]] = {}
    config: dict[str, Any] = {}
    for name in names:
        values = found.column(name)
        label = words(f"column.{name}")
        kind = next((type(value) for value in values if value is not None), str)
        if name in CODES:
            values = [words.label(CODES[name], value) for value in values]
            config[label] = st.column_config.TextColumn()
        elif name == "description" and "charge_kind" in found.columns:
            values = [_what(words, row) for row in found.records()]
        elif name == "quantity" and "charge_kind" in found.columns:
            values = [_how_much(view, row) for row in found.records()]
            config[label] = st.column_config.TextColumn(alignment="right")
        elif name == "plan_id":
            values = [view.plan_name(value) for value in values]
        elif name in QUANTITIES and "service" in found.columns:
            services = found.column("service")
            values = [
                quantity(value, service or "", view.language) if value is not None else None
                for value, service in zip(values, services, strict=True)
            ]
            config[label] = st.column_config.TextColumn(alignment="right")
        elif name == "month":
            months = "receivables" if "open_amount" in found.columns else "calendar"
            values = [_month(view, value, months) for value in values]
        elif name in DURATIONS:
            values = [None if value is None else duration(value, view.language) for value in values]
            config[label] = st.column_config.TextColumn(alignment="right")
        elif name == "scope":
            values = [scope(words, value) for value in values]
        elif name in SHARES:
            values = [None if value is None else Decimal(value) * 100 for value in values]
            config[label] = st.column_config.NumberColumn(format="%.2f%%")
        elif name in EXACT:
            values = [None if value is None else trimmed(value, 12) for value in values]
            config[label] = st.column_config.TextColumn(alignment="right")
        elif kind is Decimal:
            places = min(_places(values), DECIMALS.get(name, 6))
            config[label] = st.column_config.NumberColumn(format=f"%,.{places}f")
        elif kind is datetime and name in MINUTES:
            moments = [None if value is None else local(value, view.zone) for value in values]
            zones = {f"{moment:%Z}" for moment in moments if moment}
            label = f"{label} ({'/'.join(sorted(zones))})"
            values = [moment and f"{moment:%Y-%m-%d %H:%M}" for moment in moments]
        elif kind is datetime:
            values = [None if value is None else second(value, view.zone) for value in values]
        elif kind is date:
            values = [None if value is None else value.isoformat() for value in values]
        elif kind is bool:
            config[label] = st.column_config.CheckboxColumn()
        elif kind is int:
            config[label] = st.column_config.NumberColumn(format="%,d")
        shown[label] = values
    return pd.DataFrame(shown, dtype=object), config


def _month(view: View, month: date, months: str) -> str:
    """The month, marked while it is not over."""
    name = month_name(month, view.language)
    return name if view.is_whole(month, months) else view.words("table.not_over", month=name)


def _what(words: Words, row: dict[str, Any]) -> str:
    """What a line charges: usage in the viewer's words, anything else as the catalogue says it."""
    if row["service"] is None:
        return str(row["description"])
    parts = [words.label(name, row[name]) for name in WHAT if row[name]]
    if row["charge_kind"] != "usage":
        parts.append(words.label("charge_kind", row["charge_kind"]))
    return " · ".join(parts)


def _how_much(view: View, row: dict[str, Any]) -> str | None:
    """The quantity of a line: usage in its unit, a recurring fee in days, else nothing."""
    if row["quantity"] is None or row["charge_kind"] == "one_time":
        return None
    if row["charge_kind"] == "recurring":
        return view.words("invoices.days", days=grouped(row["quantity"]))
    return quantity(row["quantity"], row["service"] or "", view.language)


def scope(words: Words, text: str) -> str:
    """`cycle 15 period 2026-04-15` in the viewer's language; other words stand as they are."""
    return " ".join(words.label("scope", part) for part in text.split())


def _places(values: list[Any]) -> int:
    """Decimals that the longest value of a column needs: all are written with as many."""
    exponents = [value.normalize().as_tuple().exponent for value in values if value is not None]
    return max((0, *(-exponent for exponent in exponents if isinstance(exponent, int))))
