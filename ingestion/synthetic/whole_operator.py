"""Everything of the operator but usage and catalogue: its customers, its network, its money."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.crm.cases import Cases
from ingestion.synthetic.crm.contacts import Handled, handle_cases
from ingestion.synthetic.crm.customers import Customer, make_customers, send_customers
from ingestion.synthetic.crm.reasons import Departure, make_departures
from ingestion.synthetic.outbox import DAY, Outbox
from ingestion.synthetic.people_files import DatedRow
from ingestion.synthetic.performance.counters import Counters
from ingestion.synthetic.performance.files import write_counters
from ingestion.synthetic.performance.outages import Outage, make_outages, send_outages
from ingestion.synthetic.performance.sites import Radio, let_some_fail, make_radio
from ingestion.synthetic.rater.bills import Biller
from ingestion.synthetic.rater.gathered import Usage
from ingestion.synthetic.rater.rate import Rater
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.receivables.adjustments import Adjustments
from ingestion.synthetic.receivables.bank import entries_of, send_statements
from ingestion.synthetic.receivables.billing_errors import BillingErrors
from ingestion.synthetic.receivables.gateway import Gateways
from ingestion.synthetic.receivables.invoices import Invoice, InvoiceRun
from ingestion.synthetic.receivables.ledger import Ledger
from ingestion.synthetic.receivables.payments import Payments
from ingestion.synthetic.receivables.returns import Returns
from ingestion.synthetic.schedule import closable
from ingestion.synthetic.world import World

# Who leaves for not paying stopped paying so long before.
UNPAID_DAYS = 75


@dataclass
class WholeOperator:
    """What was drawn beside usage, for the answer key."""

    radio: Radio
    outages: list[Outage]
    departures: dict[int, Departure]
    customers: list[Customer]
    invoices: InvoiceRun
    errors: BillingErrors
    payments: Payments
    gateways: Gateways
    handled: list[Handled]


def write_whole_operator(
    world: World,
    changes: CatalogueChanges,
    usage: Usage,
    one_time: list[DatedRow],
    cycles: set[int],
    rates: Rates,
    out: Path,
) -> WholeOperator:
    """Write the deliveries' files of every system but mediation, catalogue and accounts.

    `usage` is what can be charged, `cycles` the cycle days on which periods are closed.
    """
    outbox = Outbox(world.schedule)
    radio = make_radio(world)
    let_some_fail(world, radio, rates.failing_cells)
    outages = make_outages(world, radio, rates.outages, outbox.start)
    send_outages(outages, outbox)
    departures = make_departures(world, radio)
    customers = make_customers(world, departures)
    send_customers(world, customers, departures, outbox)

    errors = BillingErrors(world, rates)
    run = InvoiceRun(world, customers, errors, outbox)
    rater = Rater(world, changes, usage)
    biller = Biller(rater, one_time)
    for delivery in world.schedule.deliveries:
        rater.deliver(delivery.number)
        biller.deliver(delivery.number)
        ended = [pair for pair in closable(world.schedule, delivery) if pair[0] in cycles]
        run.issue(biller.bills(delivery.number, ended))
    payments = Payments(world, rates, outbox)
    payments.pay(run.invoices, stopped_paying(customers, departures, outbox))
    payments.book.send()

    cases = Cases(world, customers, outbox.start)
    cases.everyday()
    cases.after_outages(outages, radio)
    cases.after_failing_cells(radio)
    cases.after_bills(run.invoices)
    cases.after_unpaid(unpaid(run.invoices, payments))
    cases.before_departures(list(departures.values()))
    handled = handle_cases(world, cases.cases, outbox)

    gateways = send_money(world, rates, run.invoices, payments, handled, outbox)
    outbox.write(out)
    write_counters(Counters(world, radio, outages, outbox.start), outbox, out)
    return WholeOperator(
        radio, outages, departures, customers, run, errors, payments, gateways, handled
    )


def send_money(
    world: World,
    rates: Rates,
    invoices: list[Invoice],
    payments: Payments,
    handled: list[Handled],
    outbox: Outbox,
) -> Gateways:
    """Export what follows from invoices and payments, to the bank and the ledger."""
    adjustments = Adjustments(world)
    adjustments.after_tickets(handled)
    adjustments.after_delay(invoices, payments.book.payments)
    adjustments.write_off(invoices, payments.open)
    adjustments.send(outbox)
    returns = Returns(world, rates, payments.book.payments, payments.overpaid)
    returns.send(outbox)
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
