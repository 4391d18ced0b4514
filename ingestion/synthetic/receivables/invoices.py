"""The external biller's invoices: exact bills, with what it gets wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.files import Row
from ingestion.synthetic.money import money
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.people import Account
from ingestion.synthetic.rater.bills import Bill, BillLine
from ingestion.synthetic.receivables.billing_errors import BillingErrors
from ingestion.synthetic.tariffs import PLANS
from ingestion.synthetic.world import World

# Bills are run in the first night after the period, before the day's export.
BILL_RUN = 3 * HOUR
DUE_DAYS = 20
CREDIT_DAYS = 15


@dataclass(frozen=True)
class Invoice:
    """An issued invoice; amounts in the smallest unit of its currency."""

    number: str
    account: Account
    customer: Customer
    currency: str
    period_from: dt.date
    period_to: dt.date
    issued: int
    due: dt.date
    net: int
    tax: int
    lines: tuple[int, ...]
    """The subscriptions that it bills, as indices of lines."""

    @property
    def gross(self) -> int:
        """What is to be paid."""
        return self.net + self.tax


class InvoiceRun:
    """Issues the invoices of all bill runs and exports them."""

    def __init__(
        self, world: World, customers: list[Customer], errors: BillingErrors, outbox: Outbox
    ) -> None:
        """Customers are found by their accounts."""
        self.world, self.errors, self.outbox = world, errors, outbox
        self.by_account = {c.account.account_id: c for c in customers if c.account}
        self.invoices: list[Invoice] = []
        self.credit_notes: list[Invoice] = []
        """Of the same shape, with negative amounts."""
        self.doubled = 0

    def issue(self, bills: Iterable[Bill]) -> None:
        """Issue one invoice per bill that has a line left after what goes wrong."""
        for bill in bills:
            number = f"{bill.period_to:%Y%m%d}-{len(self.invoices) + 1:07d}"
            lines = self.errors.spoil(bill, number)
            if not lines:
                self.errors.not_issued(number)
                continue
            billed = replace(bill, lines=lines)
            issued = midnight_seconds(bill.period_to) + BILL_RUN
            due = bill.period_to + dt.timedelta(days=DUE_DAYS)
            invoice = Invoice(
                number, bill.account, self.by_account[bill.account.account_id], bill.currency,
                bill.period_from, bill.period_to, issued, due, billed.net, billed.tax,
                tuple(sorted({line.line for line in lines})),
            )  # fmt: skip
            self.invoices.append(invoice)
            self.send(invoice, lines)
            if number in self.errors.twice:
                self.take_back(invoice, billed, self.errors.twice[number])

    def take_back(self, invoice: Invoice, billed: Bill, doubled: list[BillLine]) -> None:
        """Let every second customer who was billed twice get a credit note, two weeks later."""
        self.doubled += 1
        issued = invoice.issued + CREDIT_DAYS * DAY
        if self.doubled % 2 or not self.outbox.delivery_at(issued):
            return
        taken = list(billed.lines)
        for line in doubled:
            taken.remove(line)
        right = replace(billed, lines=taken)
        note = replace(
            invoice, number=f"CN{invoice.number}", issued=issued, net=right.net - invoice.net,
            tax=right.tax - invoice.tax,
        )  # fmt: skip
        self.credit_notes.append(note)
        lines = [replace(line, net=-line.net) for line in doubled]
        self.errors.note("credit_note", billed, note.number, doubled[0].line, [], lines)
        self.send(note, lines, invoice.number)

    def send(self, invoice: Invoice, lines: list[BillLine], corrects: str | None = None) -> None:
        """Export an invoice, or a credit note that corrects one, and its lines."""
        currency = invoice.currency
        self.outbox.add("billing", "biller_invoices", invoice.issued, {
            "invoice_number": invoice.number,
            "account_id": invoice.account.account_id,
            "document_kind": "credit_note" if corrects else "invoice",
            "corrects_invoice_number": corrects,
            "issued_at": clock(invoice.issued),
            "period_from": invoice.period_from.isoformat(),
            "period_to": invoice.period_to.isoformat(),
            "due_date": invoice.due.isoformat(),
            "currency": currency,
            "line_count": len(lines),
            "net_amount": money(invoice.net, currency),
            "tax_amount": money(invoice.tax, currency),
            "gross_amount": money(invoice.gross, currency),
        })  # fmt: skip
        every: Row = {
            "invoice_number": invoice.number,
            "account_id": invoice.account.account_id,
            "issued_at": clock(invoice.issued),
            "period_from": invoice.period_from.isoformat(),
            "period_to": invoice.period_to.isoformat(),
        }
        for number, line in enumerate(lines, start=1):
            row = every | self.line_row(number, line)
            self.outbox.add("billing", "biller_invoice_lines", invoice.issued, row)

    def line_row(self, number: int, line: BillLine) -> Row:
        """Return what is a line's own."""
        is_usage = line.kind == "usage"
        named = line.kind in ("one_time", "discount")
        return {
            "line_number": number,
            "subscription_id": self.world.lines[line.line].subscription_id,
            "plan_id": PLANS[line.plan].plan_id,
            "charge_kind": line.kind,
            "description": line.description,
            "charge_reference": line.charge_id if named else None,
            "service": line.service or None,
            "zone": line.zone or None,
            "time_band": line.band or None,
            "event_count": line.events if line.service else None,
            "quantity": line.quantity if is_usage else None,
            "unit": line.unit if is_usage else None,
            "net_amount": money(line.net, line.currency),
            "tax_code": line.tax_code,
            "currency": line.currency,
        }
