"""What Trunkline bills and what the external biller bills differ where the key says, only there."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow

DIFFERENCES = """
with billed as (
    select account_key, period_from, sum(net_amount) as net_amount
    from stg_billing__biller_invoices
    where document_kind = 'invoice'
    group by account_key, period_from
)

select
    cast(invoices.period as varchar),
    cast(coalesce(billed.net_amount, 0) - invoices.net_amount as varchar)
from fct_invoices as invoices
left join billed
    on invoices.account_key = billed.account_key and invoices.period = billed.period_from
"""


def told(operator: Path, periods: set[str]) -> Counter[tuple[str, Decimal]]:
    """(period, difference) of each account that the key names, of the periods that are closed."""
    differences: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    key = operator / "answer_key" / "billing_cases.csv"
    with key.open(encoding="utf-8", newline="") as file:
        for case in csv.DictReader(file):
            if case["billed_net"] and case["kind"] != "credit_note":
                account = case["account_id"], case["period_from"]
                differences[account] += Decimal(case["billed_net"]) - Decimal(case["expected_net"])
    return Counter(
        (period, amount)
        for (_, period), amount in differences.items()
        if period in periods and amount
    )


def test_invoices_differ_from_the_external_billers_where_the_key_says(
    tiny_operator: Path, tiny_home: Home
) -> None:
    with duckdb.connect(str(tiny_home.warehouse), read_only=True) as connection:
        rows = connection.execute(DIFFERENCES).fetchall()
    assert len(rows) > 50
    found = Counter((period, Decimal(amount)) for period, amount in rows if Decimal(amount))
    assert found == told(tiny_operator, {period for period, _ in rows})
    assert len(found) >= 5
