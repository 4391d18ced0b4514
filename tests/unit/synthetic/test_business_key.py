"""What the key tells of bills, payments, people and cells is what the files show."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.generate import generate
from ingestion.synthetic.rates import Rates, with_rates
from tests.unit.synthetic.conftest import START, rows_of

Row = dict[str, str]
NO_ERROR = Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0))


def operator_of(rates: Rates) -> Arguments:
    """Enough people for every kind of case, and little usage."""
    return Arguments(300, 5, 5, START, events_per_day=0.4, rates=rates)


@pytest.fixture(scope="module")
def operator(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("business") / "operator"
    generate(operator_of(Rates()), folder)
    return folder


@pytest.fixture(scope="module")
def faultless(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("faultless") / "operator"
    generate(operator_of(NO_ERROR), folder)
    return folder


def entity(operator: Path, source: str, name: str) -> list[Row]:
    """All rows of an entity, in the order of deliveries."""
    paths = sorted(operator.glob(f"*/landing/{source}/{name}/*"))
    return [row for path in paths for row in rows_of(path)]


def key(operator: Path, name: str) -> list[Row]:
    return rows_of(operator / "answer_key" / f"{name}.csv")


def newest(rows: list[Row], *names: str) -> dict[tuple[str, ...], Row]:
    """The newest state by key, in whatever order they arrived."""
    found: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda r: r["changed_at"]):
        found[tuple(row[name] for name in names)] = row
    return found


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
        "discount_by_right", "discount_beyond_term",
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
        if row["ledger_account_class"] == "receivable" and row["document_kind"] == "invoice":
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


def test_contacts_follow_outages(operator):
    outages = newest(entity(operator, "network", "outages"), "outage_id", "element_kind")
    contacts = {row["interaction_id"]: row for row in entity(operator, "crm", "interactions")}
    causes = Counter(row["cause"] for row in key(operator, "contacts"))
    assert {"everyday", "outage", "bill_shock", "unpaid", "failing_cell"} <= set(causes)
    for row in key(operator, "contacts"):
        contact = contacts.get(row["interaction_id"])
        if row["cause"] != "outage" or contact is None:
            continue
        outage = outages[row["cause_id"], "site"]
        began = dt.datetime.fromisoformat(outage["began_at"])
        ended = dt.datetime.fromisoformat(outage["ended_at"] or outage["began_at"])
        at = dt.datetime.fromisoformat(contact["started_at"])
        assert began < at < ended + dt.timedelta(hours=8)


def test_tickets_tell_every_change_of_their_status(operator):
    tickets = newest(entity(operator, "crm", "tickets"), "ticket_id")
    changes: dict[str, list[Row]] = defaultdict(list)
    for row in entity(operator, "crm", "ticket_status_changes"):
        changes[row["ticket_id"]].append(row)
    assert len(tickets) > 50
    for (ticket,), row in tickets.items():
        steps = sorted(changes[ticket], key=lambda r: r["changed_at"])
        olds = [step["old_status"] for step in steps]
        assert olds == ["", *(step["new_status"] for step in steps[:-1])]
        assert row["status"] == steps[-1]["new_status"]


def test_holdout_gets_nothing_and_the_effect_is_known(operator):
    members = newest(
        entity(operator, "crm", "campaign_members"), "campaign_id", "customer_id"
    ).values()
    groups = Counter((m["campaign_id"], m["assigned_group"]) for m in members)
    told = {row["campaign_id"]: row for row in key(operator, "campaigns")}
    for campaign, row in told.items():
        assert groups[campaign, "treatment"] == int(row["treated"])
        assert groups[campaign, "holdout"] == int(row["held_out"])
        size = int(row["treated"]) + int(row["held_out"])
        assert abs(int(row["held_out"]) - 0.2 * size) <= 0.1 * size
    assert not [m for m in members if m["assigned_group"] == "holdout" and m["sent_at"]]
    saved = [row for row in key(operator, "departures") if row["is_saved"] == "true"]
    treated = {m["subscription_id"] for m in members if m["assigned_group"] == "treatment"}
    assert len(saved) == int(told["CMP-RETAIN"]["saved"])
    assert {row["subscription_id"] for row in saved} <= treated


def test_every_departure_has_a_reason_and_most_show_it(operator):
    gone = [row for row in key(operator, "departures") if row["is_saved"] == "false"]
    ended = {
        row["subscription_id"]
        for row in entity(operator, "billing", "subscriptions")
        if row["status"] == "terminated"
    }
    assert {row["subscription_id"] for row in gone} == ended
    shown = {(row["subscription_id"], row["cause"]) for row in key(operator, "contacts")}
    for row in gone:
        if row["reason"] in ("price", "service"):
            assert (row["subscription_id"], row["reason"]) in shown
        if row["reason"] == "none":
            assert not [c for s, c in shown if s == row["subscription_id"] and c in REASONS]


REASONS = ("price", "quality", "service", "moving", "contract_end", "non_payment")


def test_counters_are_complete_and_follow_outages_and_wear(operator):
    cells = {row["cell_id"]: row for row in key(operator, "cells")}
    hours: dict[str, set[str]] = defaultdict(set)
    drops: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for row in entity(operator, "network", "cell_hours"):
        hours[row["cell_id"]].add(row["hour_starts_at"])
        fails = cells[row["cell_id"]]["fails_from"]
        worn = bool(fails) and row["hour_starts_at"][:10] > fails
        total = drops[row["cell_id"], worn]
        total[0] += int(row["drops"])
        total[1] += int(row["releases"])
    assert {len(found) for found in hours.values()} == {151 * 24}
    assert set(hours) == set(cells)
    failing = [cell for cell, row in cells.items() if row["fails_from"]]
    assert failing
    for cell in failing:
        before, after = drops[cell, False], drops[cell, True]
        assert after[0] / after[1] > 3 * before[0] / before[1]
    links = {row["link_id"] for row in entity(operator, "network", "links")}
    seen = Counter(row["link_id"] for row in entity(operator, "network", "link_hours"))
    assert set(seen) == links
    assert set(seen.values()) == {151 * 24}


def test_people_stand_twice_or_are_typed_wrongly_as_told(operator):
    customers = newest(entity(operator, "crm", "customers"), "customer_id")
    holders = {row["account_id"]: row for row in entity(operator, "billing", "accounts")}
    account = {
        row["customer_id"]: row["account_id"]
        for row in entity(operator, "crm", "customer_accounts")
    }
    cases = key(operator, "same_people")
    assert {case["kind"] for case in cases} == {"typing_error", "duplicate_person"}
    for case in cases:
        customer = customers[case["customer_id"],]
        if case["kind"] == "duplicate_person":
            assert customer["status"] == "prospect"
            assert case["customer_id"] not in account
            assert (case["same_person_as"],) in customers
        else:
            holder = holders[account[case["customer_id"]]]
            assert customer[case["column"]] == case["written"]
            assert holder[f"holder_{case['column']}"] == case["right"] != case["written"]


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
