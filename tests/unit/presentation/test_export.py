"""What leaves as CSV: complete, labelled, readable in Excel, and no formula in it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from trunkline.presentation.export import cell, file_name, to_csv
from trunkline.queries.table import Table

TABLE = Table(("name", "amount"), (("홍길동", Decimal("-12.50")), ("=1+1", Decimal("3"))), 2)


def test_begins_with_the_byte_order_mark_and_keeps_hangul() -> None:
    written = to_csv(TABLE, name="t", snapshot_id="s", filters={})
    assert written.startswith(b"\xef\xbb\xbf")
    assert "홍길동" in written.decode("utf-8-sig")


def test_says_rows_filters_and_snapshot_before_the_header() -> None:
    written = to_csv(TABLE, name="invoices", snapshot_id="20260704T1", filters={"plans": "a b"})
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert rows[:4] == [
        ["# table", "invoices"],
        ["# snapshot", "20260704T1"],
        ["# filter plans", "a b"],
        ["# rows", "2"],
    ]
    assert rows[4] == ["name", "amount"]
    assert len(rows) == 5 + 2


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "|x"])
def test_text_that_could_be_a_formula_begins_with_a_quote(text: str) -> None:
    assert cell(text).startswith("'")


def test_negative_amounts_stay_numbers() -> None:
    assert cell(Decimal("-12.50")) == "-12.50"
    assert cell(Decimal("1E+3")) == "1000"
    assert cell(-3) == "-3"
    assert cell(None) == ""


def test_file_name_holds_only_safe_letters() -> None:
    assert file_name("invoices", "../../x y") == "invoices_------x-y.csv"
