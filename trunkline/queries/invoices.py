"""Invoices and their lines."""

from __future__ import annotations

from typing import Any

import duckdb

from trunkline.queries.conditions import CURRENCY, MONTH, PLANS, REGIONS, SERVICES, condition
from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

INVOICES = f"""
select
    invoices.invoice_number,
    invoices.period,
    invoices.next_period,
    invoices.cycle_day,
    invoices.currency,
    invoices.line_count,
    invoices.net_amount,
    invoices.tax_amount,
    invoices.gross_amount,
    invoices.issued_at,
    substr(invoices.account_key, 1, 8) as account
from fct_invoices as invoices
where {condition("invoices", REGIONS, CURRENCY, MONTH)}
    and invoices.invoice_number in (
        select lines.invoice_number
        from fct_invoice_lines as lines
        where {condition("lines", SERVICES, PLANS)}
    )
    and (
        cast($invoice as varchar) is null
        or contains(invoices.invoice_number, cast($invoice as varchar))
    )
order by invoices.gross_amount desc, invoices.invoice_number
"""

LINES = """
select
    lines.line_number,
    lines.subscription_id,
    lines.description,
    lines.charge_kind,
    lines.service,
    lines.direction,
    lines.zone,
    lines.time_band,
    lines.event_count,
    lines.quantity,
    lines.currency,
    lines.unrounded_amount,
    lines.net_amount,
    lines.rounding_amount,
    lines.tax_amount,
    lines.gross_amount,
    lines.is_late
from fct_invoice_lines as lines
where lines.invoice_number = cast($invoice as varchar)
order by lines.line_number
"""

ONE_INVOICE = """
select
    invoices.period,
    invoices.next_period,
    invoices.currency,
    invoices.net_amount,
    invoices.tax_amount,
    invoices.gross_amount,
    invoices.issued_at,
    substr(invoices.account_key, 1, 12) as account
from fct_invoices as invoices
where invoices.invoice_number = cast($invoice as varchar)
"""


def invoices(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    number: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """Issued invoices, the largest first; `number` narrows to numbers that contain it."""
    parameters: dict[str, Any] = filters.parameters() | {"invoice": number or None}
    return run(viewer, connection, INVOICES, parameters, limit=limit, offset=offset)


def lines(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    invoice: str,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """All lines of one invoice: filters never hide a part of it."""
    return run(viewer, connection, LINES, {"invoice": invoice}, limit=limit, offset=offset)


def one_invoice(
    viewer: Viewer, filters: Filters, connection: duckdb.DuckDBPyConnection, invoice: str
) -> Table:
    """One invoice's period, account (start of its pseudonym) and sums; no row for an unknown."""
    given = filters.parameters() | {"invoice": invoice}
    return run(viewer, connection, ONE_INVOICE, given)
