"""The external biller's rater agrees, to the last unit, with the independent oracle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingestion.synthetic.arguments import FaultRates
from ingestion.synthetic.generate import generate
from ingestion.synthetic.rates import Rates
from tests.oracle.history import rate_history
from tests.unit.synthetic.conftest import arguments, rows_of

Line = tuple[str, str, str, str, str, str, str]
Bills = dict[tuple[str, str], tuple[str, str, list[Line]]]
NO_ERROR = Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0))


def billed_by_the_oracle(operator: Path) -> Bills:
    """(account, first day) → net, tax and lines of every invoice of a close."""
    return {
        (invoice.account_id, invoice.period.isoformat()): (
            f"{invoice.net:f}",
            f"{invoice.tax:f}",
            sorted(
                (
                    line.subscription_id, line.plan_id, line.kind, line.use[0], line.use[2],
                    line.use[3], f"{line.net:f}",
                )
                for line in invoice.lines
            ),
        )
        for invoice in rate_history(operator).invoices
    }  # fmt: skip


def billed_by_the_biller(operator: Path) -> Bills:
    """The same of the external biller's files."""
    names = ("subscription_id", "plan_id", "charge_kind", "service", "zone", "time_band")
    lines: dict[str, list[Line]] = {}
    for path in sorted(operator.glob("*/landing/billing/biller_invoice_lines/*.csv")):
        for row in rows_of(path):
            line = (*(row[name] for name in names), row["net_amount"])
            lines.setdefault(row["invoice_number"], []).append(line)
    return {
        (row["account_id"], row["period_from"]): (
            row["net_amount"],
            row["tax_amount"],
            sorted(lines[row["invoice_number"]]),
        )
        for path in sorted(operator.glob("*/landing/billing/biller_invoices/*.csv"))
        for row in rows_of(path)
    }


@pytest.fixture(scope="module", params=[1, 7, 17])
def operator(request, tmp_path_factory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("biller") / "operator"
    generate(arguments(seed=request.param, rates=NO_ERROR), folder)
    yield folder


def test_without_errors_every_invoice_is_the_oracles(operator):
    right, issued = billed_by_the_oracle(operator), billed_by_the_biller(operator)
    assert len(right) > 50
    # After the last delivery the biller still issues what has ended; nothing is closed then.
    assert set(right) <= set(issued)
    assert {key: issued[key] for key in right} == right


def test_rating_a_few_lines_at_a_time_changes_nothing(tmp_path, monkeypatch):
    generate(arguments(subscribers=25), tmp_path / "at once")
    monkeypatch.setattr("ingestion.synthetic.rater.rate.ROWS_AT_ONCE", 1_000)
    generate(arguments(subscribers=25), tmp_path / "in parts")
    parts, whole = (billed_by_the_biller(tmp_path / name) for name in ("in parts", "at once"))
    assert parts == whole


def test_without_faults_too(tmp_path):
    none = FaultRates(**dict.fromkeys(FaultRates.__dataclass_fields__, 0.0))
    generate(arguments(seed=4, faults=none, rates=NO_ERROR), tmp_path / "clean")
    right, issued = (
        billed_by_the_oracle(tmp_path / "clean"),
        billed_by_the_biller(tmp_path / "clean"),
    )
    assert {key: issued[key] for key in right} == right
