"""Credits and debits outside the usual charges: for outages, mistakes, delay, and bad debt."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.crm.tickets import Handled
from ingestion.synthetic.money import half_up, money
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.receivables.invoices import Invoice
from ingestion.synthetic.receivables.payment_book import Payment
from ingestion.synthetic.receivables.returns import Refund
from ingestion.synthetic.world import World

TAX_PERCENT = 10
CREDITS = {"outage": ("service_level", 3_000), "bill": ("billing_error", 5_000)}
GOODWILL = ("goodwill", 4_000)
LATE_FEE = 2_000
DOLLAR_PARTS = 14
"""A won amount divided by this is about the same in US cents."""


@dataclass(frozen=True)
class Adjustment:
    """One adjustment; amounts in the smallest unit, negative in the customer's favour."""

    adjustment_id: str
    account_id: str
    at: int
    reason: str
    net: int
    tax: int
    currency: str
    invoice_number: str | None = None
    subscription_id: str | None = None
    ticket_id: str | None = None

    @property
    def gross(self) -> int:
        """By how much the balance changes."""
        return self.net + self.tax


class Adjustments:
    """Draws adjustments from what happened, and exports them."""

    def __init__(self, world: World) -> None:
        """Begin with none."""
        self.world = world
        self.adjustments: list[Adjustment] = []

    def add(
        self, account_id: str, at: int, reason: str, net: int, currency: str, **more: str
    ) -> None:
        """Note an adjustment; what is written off bears no tax again."""
        tax = 0 if reason == "write_off" else half_up(net * TAX_PERCENT, 100)
        number = f"ADJ-{len(self.adjustments) + 1:06d}"
        self.adjustments.append(
            Adjustment(number, account_id, at, reason, net, tax, currency, **more)
        )

    def after_tickets(self, handled: list[Handled]) -> None:
        """Give a credit after some complaints."""
        for number, done in enumerate(handled):
            account = done.case.customer.account
            if not (done.ticket_id and done.case.is_complaint and account):
                continue
            stream = Stream(self.world.arguments.seed, "credit", number)
            if stream.integer(3):
                continue
            reason, won = CREDITS.get(done.case.category, GOODWILL)
            net = won if account.currency == "KRW" else won // DOLLAR_PARTS
            line = self.world.lines[done.case.line].subscription_id
            self.add(
                account.account_id, done.resolved, reason, -net, account.currency,
                subscription_id=line, ticket_id=done.ticket_id,
            )  # fmt: skip

    def after_delay(self, invoices: list[Invoice], payments: list[Payment]) -> None:
        """Charge a fee for payments more than ten days late."""
        due = {i.number: midnight_seconds(i.due) for i in invoices}
        for each in payments:
            if each.invoice_number is None or each.account_id is None or not each.settled:
                continue
            if each.settled > due[each.invoice_number] + 10 * DAY:
                net = LATE_FEE if each.currency == "KRW" else LATE_FEE // DOLLAR_PARTS
                self.add(
                    each.account_id, each.settled + 2 * HOUR, "late_fee", net, each.currency,
                    invoice_number=each.invoice_number,
                )  # fmt: skip

    def before_refunds(self, refunds: list[Refund]) -> None:
        """Credit what is then refunded for another reason than that it was too much."""
        for refund in refunds:
            payment = refund.payment
            if refund.reason != "overpaid" and payment.account_id:
                net = half_up(refund.amount * 100, 100 + TAX_PERCENT)
                number = f"ADJ-{len(self.adjustments) + 1:06d}"
                self.adjustments.append(
                    Adjustment(
                        number, payment.account_id, refund.at - HOUR, refund.reason, -net,
                        net - refund.amount, payment.currency, payment.invoice_number,
                    )
                )  # fmt: skip

    def write_off(self, invoices: list[Invoice], open_amounts: dict[str, int]) -> None:
        """Give up what nobody paid for ninety days."""
        for each in invoices:
            owed = open_amounts.get(each.number, 0)
            if owed:
                at = midnight_seconds(each.due) + 90 * DAY + 15 * HOUR
                account = each.account.account_id
                number = each.number
                self.add(account, at, "write_off", -owed, each.currency, invoice_number=number)

    def send(self, outbox: Outbox) -> None:
        """Export all adjustments."""
        for number, each in enumerate(self.adjustments):
            outbox.add("billing", "adjustments", each.at, {
                "adjustment_id": each.adjustment_id,
                "account_id": each.account_id,
                "subscription_id": each.subscription_id,
                "invoice_number": each.invoice_number,
                "adjusted_at": clock(each.at),
                "reason": each.reason,
                "net_amount": money(each.net, each.currency),
                "tax_amount": money(each.tax, each.currency),
                "gross_amount": money(each.gross, each.currency),
                "currency": each.currency,
                "ticket_id": each.ticket_id,
                "granted_by": f"AGT{number % 25 + 1:03d}" if each.ticket_id else None,
                "note": "고객 요청으로 조정\nagreed on the phone" if each.ticket_id else None,
            })  # fmt: skip
