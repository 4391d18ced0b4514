"""Tables as CSV that a spreadsheet opens safely, and that says what it holds.

UTF-8 with a byte order mark: Excel on Korean Windows reads CP949 otherwise. Lines that begin with
`#` come first and name the table, the snapshot, the filters and the number of rows.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from trunkline.queries.table import Table

BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula (OWASP), also after blanks.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def cell(value: Any) -> str:
    """One cell: numbers and times as they are, text that could be a formula with `'` before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value)
    risky = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if risky else text


def to_csv(table: Table, *, name: str, snapshot_id: str, filters: dict[str, str]) -> bytes:
    """The whole table with its row count, filters and snapshot. Raises nothing."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(["# table", name])
    writer.writerow(["# snapshot", snapshot_id])
    for key, value in sorted(filters.items()):
        writer.writerow([f"# filter {key}", cell(value)])
    writer.writerow(["# rows", len(table.rows)])
    writer.writerow(table.columns)
    writer.writerows([cell(value) for value in row] for row in table.rows)
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode("utf-8")


def file_name(name: str, snapshot_id: str) -> str:
    """`invoices_20261001T041000.csv`: only letters, digits, `-`, `_` and `.`."""
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in snapshot_id)
    return f"{name}_{safe}.csv"
