"""What follows from invoices and payments: adjustments, returns, settlements, bank, ledger."""

from __future__ import annotations

from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.crm.reasons import Departure
from ingestion.synthetic.crm.tickets import Handled
from ingestion.synthetic.outbox import DAY, Outbox
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.receivables.adjustments import Adjustments
from ingestion.synthetic.receivables.bank import entries_of, send_statements
from ingestion.synthetic.receivables.gateway import Gateways
from ingestion.synthetic.receivables.invoices import Invoice, InvoiceRun
from ingestion.synthetic.receivables.ledger import Ledger
from ingestion.synthetic.receivables.payments import Payments
from ingestion.synthetic.receivables.returns import Returns
from ingestion.synthetic.world import World

# Who leaves for not paying stopped paying so long before.
UNPAID_DAYS = 75


def send_money(
    world: World,
    rates: Rates,
    run: InvoiceRun,
    payments: Payments,
    handled: list[Handled],
    outbox: Outbox,
) -> Gateways:
    """Export what follows from invoices and payments, to the bank and the ledger."""
    invoices = run.invoices
    adjustments = Adjustments(world)
    adjustments.after_tickets(handled)
    adjustments.after_delay(invoices, payments.book.payments)
    adjustments.write_off(invoices, payments.open)
    returns = Returns(world, rates, payments.book.payments, payments.overpaid)
    returns.send(outbox)
    adjustments.before_refunds(returns.refunds)
    adjustments.send(outbox)
    gateways = Gateways(world, rates, outbox)
    gateways.settle(payments.book.payments, returns.refunds, returns.chargebacks)
    gateways.send()
    days = world.schedule.day_count
    entries = entries_of(
        payments.book.payments, returns.refunds, gateways.settled, outbox.start, days
    )
    send_statements(entries, outbox, days)
    ledger = Ledger(outbox)
    ledger.invoices(invoices)
    ledger.invoices(run.credit_notes, "credit_note")
    ledger.payments(payments.book.payments)
    ledger.returns(returns.refunds, returns.chargebacks)
    ledger.settlements(gateways.settled)
    ledger.adjustments(adjustments.adjustments)
    return gateways


def stopped_paying(
    customers: list[Customer], departures: dict[int, Departure], outbox: Outbox
) -> dict[str, int]:
    """Customer → from when they do not pay, of those who leave for it."""
    stopped: dict[str, int] = {}
    for customer in customers:
        for line in customer.lines:
            departure = departures.get(line)
            if departure and departure.reason == "non_payment":
                day = max(0, departure.day - UNPAID_DAYS)
                stopped[customer.customer_id] = outbox.start + day * DAY
    return stopped


def unpaid(invoices: list[Invoice], payments: Payments) -> list[tuple[Invoice, int]]:
    """Return invoices, with when they were due, that were not paid ten days later."""
    paid: dict[str, int] = {}
    for payment in payments.book.payments:
        if payment.invoice_number and payment.settled and not payment.returned:
            known = paid.get(payment.invoice_number, 0)
            paid[payment.invoice_number] = max(known, payment.settled)
    found = []
    for invoice in invoices:
        due = midnight_seconds(invoice.due)
        if invoice.gross > 0 and paid.get(invoice.number, 1 << 40) > due + 10 * DAY:
            found.append((invoice, due))
    return found
