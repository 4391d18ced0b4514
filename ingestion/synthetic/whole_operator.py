"""Everything of the operator but usage and catalogue: its customers, its network, its money."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingestion.synthetic.catalogue_changes import CatalogueChanges
from ingestion.synthetic.crm.articles import Views
from ingestion.synthetic.crm.campaigns import Campaigns
from ingestion.synthetic.crm.cases import Cases
from ingestion.synthetic.crm.consents import Consents
from ingestion.synthetic.crm.contacts import handle_cases
from ingestion.synthetic.crm.customers import Customer, make_customers, send_customers
from ingestion.synthetic.crm.experiences import Experiences
from ingestion.synthetic.crm.mistakes import make_mistakes, send_duplicates
from ingestion.synthetic.crm.reasons import Departure, make_departures
from ingestion.synthetic.crm.surveys import Surveys
from ingestion.synthetic.crm.tickets import Handled
from ingestion.synthetic.figure_notes import send_notes
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import Outbox
from ingestion.synthetic.people_files import DatedRow
from ingestion.synthetic.performance.counters import Counters
from ingestion.synthetic.performance.files import write_counters
from ingestion.synthetic.performance.gaps import Gap, draw_gaps
from ingestion.synthetic.performance.links import LinkCounters, link_row, make_links
from ingestion.synthetic.performance.outages import Outage, make_outages, send_outages
from ingestion.synthetic.performance.sites import Radio, let_some_fail, make_radio
from ingestion.synthetic.planning import send_targets
from ingestion.synthetic.rater.bills import Biller
from ingestion.synthetic.rater.gathered import Usage
from ingestion.synthetic.rater.rate import Rater
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.receivables.aftermath import send_money, stopped_paying, unpaid
from ingestion.synthetic.receivables.billing_errors import BillingErrors
from ingestion.synthetic.receivables.gateway import Gateways
from ingestion.synthetic.receivables.invoices import InvoiceRun
from ingestion.synthetic.receivables.payments import Payments
from ingestion.synthetic.schedule import closable
from ingestion.synthetic.world import World


@dataclass
class WholeOperator:
    """What was drawn beside usage, for the answer key."""

    radio: Radio
    outages: list[Outage]
    gaps: list[Gap]
    departures: dict[int, Departure]
    customers: list[Customer]
    campaigns: Campaigns
    invoices: InvoiceRun
    errors: BillingErrors
    payments: Payments
    gateways: Gateways
    handled: list[Handled]
    surveys: Surveys
    mistakes: list[Row]


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
    send_targets(world, rates, outbox)
    send_notes(world, rates, outages, outbox)
    links = make_links(world, radio)
    for delivery in world.schedule.deliveries:
        outbox.export("network", "links", delivery.number, [link_row(link) for link in links])
    departures = make_departures(world, radio)
    customers = make_customers(world, departures)
    mistakes = make_mistakes(world, rates, customers)
    send_customers(world, customers, departures, outbox)
    mistakes += send_duplicates(world, rates, customers, outbox)
    consents = Consents(world, outbox)
    consents.draw(customers)
    campaigns = Campaigns(world, rates, consents, outbox)
    campaigns.retain(customers)
    campaigns.upgrade(customers)
    campaigns.send()

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
    leaving = [*departures.values(), *campaigns.saved]
    cases.before_departures(leaving)
    handled = handle_cases(world, cases.cases, outbox)
    experiences = Experiences(outbox, customers)
    experiences.of_outages(outages, radio)
    experiences.of_contacts(handled)
    experiences.of_departures(leaving)
    surveys = Surveys(world, experiences, outbox)
    surveys.after_contacts(handled)
    surveys.recommend(customers)
    views = Views(world, outbox)
    views.everyday(customers)
    views.before_contacts(handled)
    views.send()

    gateways = send_money(world, rates, run, payments, handled, outbox)
    outbox.write(out)
    counters = Counters(world, radio, outages, outbox.start)
    gaps = draw_gaps(world, radio, rates.missing_hours)
    write_counters(counters, LinkCounters(world, links), gaps, outbox, out)
    return WholeOperator(
        radio,
        outages,
        gaps,
        departures,
        customers,
        campaigns,
        run,
        errors,
        payments,
        gateways,
        handled,
        surveys,
        mistakes,
    )
