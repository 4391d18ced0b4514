"""The book of payments: each with its states, as the payment system exports them."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.files import Row
from ingestion.synthetic.money import money
from ingestion.synthetic.outbox import Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.receivables.invoices import Invoice
from ingestion.synthetic.world import World

GATEWAYS = {"direct_debit": "debit_collector", "card": "card_gate", "transfer": "bank"}


@dataclass
class Payment:
    """One payment; amounts in the smallest unit of the currency, instants since 1970."""

    payment_id: str
    account_id: str | None
    holder: str | None
    invoice_number: str | None
    method: str
    currency: str
    amount: int
    initiated: int
    settled: int = 0
    failed: int = 0
    returned: int = 0
    reason: str | None = None

    @property
    def gateway(self) -> str:
        """Bank or processor through which it comes."""
        return GATEWAYS[self.method]

    @property
    def reference(self) -> str:
        """Its reference there."""
        return f"GW-{self.payment_id}"


class PaymentBook:
    """Holds all payments, and the cases that the answer key tells."""

    def __init__(self, world: World, outbox: Outbox) -> None:
        """Begin with none."""
        self.world, self.outbox = world, outbox
        self.payments: list[Payment] = []
        self.cases: list[Row] = []

    def new(
        self, invoice: Invoice, method: str, amount: int, initiated: int, settled: int
    ) -> Payment:
        """Note a payment of an invoice; `settled` is 0 if it never is."""
        account = invoice.account
        payment = Payment(
            f"PAY-{len(self.payments) + 1:08d}", account.account_id, account.holder,
            invoice.number, method, invoice.currency, amount, initiated, settled,
        )  # fmt: skip
        self.payments.append(payment)
        return payment

    def note(
        self, kind: str, invoice: str | None, payment: Payment | None, amount: int, of: Invoice
    ) -> None:
        """Note a case for the answer key."""
        at = of.issued if payment is None else payment.returned or payment.settled or payment.failed
        self.cases.append(
            {
                "kind": kind,
                "delivery": self.outbox.delivery_at(at) or None,
                "account_id": of.account.account_id,
                "invoice_number": invoice,
                "payment_id": payment.payment_id if payment else None,
                "amount": money(amount, of.currency),
                "currency": of.currency,
            }
        )

    def send(self) -> None:
        """Export every state of every payment; one state in fifty comes a delivery late."""
        stream = Stream(self.world.arguments.seed, "late_states")
        for payment in self.payments:
            row: Row = {
                "payment_id": payment.payment_id,
                "account_id": payment.account_id,
                "invoice_number": payment.invoice_number,
                "method": payment.method,
                "gateway": payment.gateway,
                "gateway_reference": payment.reference,
                "amount": money(payment.amount, payment.currency),
                "currency": payment.currency,
                "initiated_at": clock(payment.initiated),
            }
            states = [(payment.initiated, {"status": "pending"})]
            if payment.settled:
                settled = {"status": "settled", "settled_at": clock(payment.settled)}
                states.append((payment.settled, settled))
                row = row | {"settled_at": None}
            if payment.returned:
                states.append((payment.returned, {
                    "status": "returned", "settled_at": clock(payment.settled),
                    "returned_at": clock(payment.returned), "failure_reason": str(payment.reason),
                }))  # fmt: skip
            if payment.failed:
                failed = {"status": "failed", "failure_reason": str(payment.reason)}
                states.append((payment.failed, failed))
            for at, state in states:
                late = 1 if stream.integer(50) == 0 else 0
                self.outbox.add(
                    "payments", "payments", at, row | state | {"changed_at": clock(at)}, late
                )
