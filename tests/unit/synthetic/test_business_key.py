"""What the key tells of bills, payments, the bank and the ledger is what the files show."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.synthetic.rates import with_rates
from tests.unit.synthetic.business import Row, entity, key, newest

BILLED = ("invoice", "credit_note")


def billed(operator: Path) -> dict[tuple[str, str], Decimal]:
    """(subscription, first day) → net billed."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in entity(operator, "billing", "biller_invoice_lines"):
        found[row["subscription_id"], row["period_from"]] += Decimal(row["net_amount"])
    return found


def test_bills_differ_from_right_ones_where_the_key_says_and_nowhere_else(operator, faultless):
    # A burst of fraud is billed rightly, but not part of the faultless world.
    abused = {row["subscription_id"] for row in key(operator, "fraud")}
    right, wrong = billed(faultless), billed(operator)
    cases = [c for c in key(operator, "billing_cases") if c["kind"] != "inactive_but_used"]
    kinds = Counter(case["kind"] for case in cases)
    assert {
        "wrong_tariff", "unbilled", "billed_twice", "zero_billed", "never_billed",
        "discount_by_right", "discount_beyond_term", "credit_note",
    } == set(kinds)  # fmt: skip
    told = defaultdict(Decimal)
    for case in cases:
        difference = Decimal(case["billed_net"]) - Decimal(case["expected_net"])
        told[case["subscription_id"], case["period_from"]] += difference
    keys = {k for k in right.keys() | wrong.keys() | told.keys() if k[0] not in abused}
    assert {k: wrong[k] - right[k] for k in keys} == {k: told[k] for k in keys}


def test_invoices_add_up(operator):
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in entity(operator, "billing", "biller_invoice_lines"):
        lines[row["invoice_number"]].append(row)
    invoices = entity(operator, "billing", "biller_invoices")
    assert len(invoices) > 500
    for invoice in invoices:
        own = lines.pop(invoice["invoice_number"])
        assert len(own) == int(invoice["line_count"])
        net = sum(Decimal(line["net_amount"]) for line in own)
        assert net == Decimal(invoice["net_amount"])
        assert net + Decimal(invoice["tax_amount"]) == Decimal(invoice["gross_amount"])
    assert not lines


def test_lines_used_after_they_left_are_told(operator):
    ended = {
        row["subscription_id"]: row["valid_from"][:10]
        for row in entity(operator, "billing", "subscriptions")
        if row["status"] == "terminated"
    }
    cases = [c for c in key(operator, "billing_cases") if c["kind"] == "inactive_but_used"]
    assert cases
    assert all(ended[case["subscription_id"]] == case["period_from"] for case in cases)


def test_statements_open_where_the_last_one_closed_and_add_up(operator):
    entries: dict[str, Decimal] = defaultdict(Decimal)
    for row in entity(operator, "payments", "bank_statement_lines"):
        entries[row["statement_id"]] += Decimal(row["amount"])
    before: dict[str, str] = {}
    statements = entity(operator, "payments", "bank_statements")
    for row in sorted(statements, key=lambda r: r["created_at"]):
        opening, closing = row["opening_balance_amount"], row["closing_balance_amount"]
        assert opening == before.get(row["bank_account"], opening)
        assert Decimal(opening) + entries[row["statement_id"]] == Decimal(closing)
        before[row["bank_account"]] = closing
    assert len(statements) == 2 * 151
    assert sum(value != 0 for value in entries.values()) > 100


def test_debits_equal_credits_and_receivables_follow_the_documents(operator):
    journals: dict[str, Decimal] = defaultdict(Decimal)
    receivable: dict[str, Decimal] = defaultdict(Decimal)
    for row in entity(operator, "billing", "ledger_postings"):
        amount = Decimal(row["amount"]) * (1 if row["side"] == "debit" else -1)
        journals[row["journal_id"]] += amount
        if row["ledger_account_class"] == "receivable" and row["document_kind"] in BILLED:
            receivable[row["document_reference"]] += amount
    assert len(journals) > 1_000
    assert set(journals.values()) == {Decimal(0)}
    invoices = entity(operator, "billing", "biller_invoices")
    posted = {i["invoice_number"]: Decimal(i["gross_amount"]) for i in invoices}
    assert receivable == {number: gross for number, gross in posted.items() if gross}


def test_settlements_are_wrong_where_the_key_says(operator):
    fees = {
        (row["method"], row["currency"]): (Decimal(row["fee_rate"]), Decimal(row["fixed_amount"]))
        for row in entity(operator, "payments", "gateway_fees")
    }
    payments = newest(entity(operator, "payments", "payments"), "payment_id")
    by_reference = {row["gateway_reference"]: row for row in payments.values()}
    seen: Counter[str] = Counter()
    dear = set()
    for row in entity(operator, "payments", "gateway_settlements"):
        gross, fee = Decimal(row["gross_amount"]), Decimal(row["fee_amount"])
        assert gross - fee == Decimal(row["net_amount"])
        if row["kind"] != "payment":
            continue
        payment = by_reference[row["gateway_reference"]]
        assert Decimal(payment["amount"]) == gross
        seen[payment["payment_id"]] += 1
        share, fixed = fees[row["method"], row["currency"]]
        unit = Decimal(1) if row["currency"] == "KRW" else Decimal("0.01")
        if fee != (gross * share).quantize(unit, "ROUND_HALF_UP") + fixed:
            dear.add(payment["payment_id"])
    cases: dict[str, set[str]] = defaultdict(set)
    for case in key(operator, "payment_cases"):
        cases[case["kind"]].add(case["payment_id"])
    assert {payment for payment, count in seen.items() if count == 2} == cases["double_settlement"]
    assert dear == cases["fee_difference"]
    assert cases["double_settlement"] and cases["fee_difference"]


def test_payments_end_as_the_key_says(operator):
    payments = newest(entity(operator, "payments", "payments"), "payment_id")
    cases = [c for c in key(operator, "payment_cases") if c["delivery"]]
    kinds = Counter(case["kind"] for case in cases)
    assert min(
        kinds[kind]
        for kind in (
            "invoice_without_payment", "payment_without_invoice", "late_payment", "overpayment",
            "partial_payment", "returned_payment", "failed_payment",
        )
    ) > 0  # fmt: skip
    paid = {row["invoice_number"] for row in payments.values() if row["status"] == "settled"}
    status = {"returned_payment": "returned", "failed_payment": "failed"}
    for case in cases:
        if case["kind"] == "invoice_without_payment":
            assert case["invoice_number"] not in paid
        elif case["kind"] in status:
            assert payments[case["payment_id"],]["status"] == status[case["kind"]]
        elif case["kind"] == "payment_without_invoice":
            assert not payments[case["payment_id"],]["invoice_number"]
    refunded = {row["payment_id"] for row in entity(operator, "payments", "refunds")}
    overpaid = {c["payment_id"] for c in cases if c["kind"] == "overpayment"}
    assert len(refunded & overpaid) >= len(overpaid) - 1


def test_rates_of_zero_leave_no_case_and_no_file_of_fraud(faultless):
    business = json.loads((faultless / "answer_key" / "key.json").read_text("utf-8"))["business"]
    kinds = ("failing_cells", "fraud_bursts", "outages", "saved_by_campaigns")
    assert {kind: business[kind] for kind in kinds} == dict.fromkeys(kinds, 0)
    assert business["payment_cases"] == business["same_people"] == {}
    assert set(business["billing_cases"]) == {"inactive_but_used"}
    assert not list(faultless.glob("*/landing/mediation/*/*IGW*"))


@pytest.mark.parametrize("text", ["no_such=0.1", "unbilled=x", "unbilled=1.5", "unbilled"])
def test_a_wrong_rate_is_refused_by_its_name(text):
    with pytest.raises(ValueError, match=f"--rate {text.partition('=')[0]}"):
        with_rates([text])
    assert with_rates(["wrong-tariff=0.5"]).wrong_tariff == 0.5
