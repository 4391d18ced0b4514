"""What customers went through, and by how much it lowers the answers that they give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.crm.reasons import Departure
from ingestion.synthetic.crm.tickets import Handled
from ingestion.synthetic.outbox import DAY, Outbox
from ingestion.synthetic.performance.outages import Outage
from ingestion.synthetic.performance.sites import Radio

REMEMBERED = 45 * DAY
# Cause → by how many points of eleven it lowers a recommendation.
LOWERS = {
    "outage": 2,
    "failing_cell": 2,
    "bill_shock": 3,
    "late_ticket": 3,
    "leaving": 5,
}
MOST = 6
# Who leaves for one of these is unhappy before.
UNHAPPY = ("price", "quality", "service")
UNHAPPY_DAYS = 50


@dataclass(frozen=True)
class Experience:
    """Something that is remembered for a while: [begins, ends) in seconds since 1970."""

    cause: str
    begins: int
    ends: int


class Experiences:
    """Collects the experiences of all customers."""

    def __init__(self, outbox: Outbox, customers: Iterable[Customer]) -> None:
        """Begin with none; the outbox knows the first midnight."""
        self.start = outbox.start
        self.owner = {line: customer for customer in customers for line in customer.lines}
        self.known: dict[str, list[Experience]] = defaultdict(list)

    def note(self, customer: Customer, cause: str, begins: int, ends: int = 0) -> None:
        """Note one experience, which is remembered for some weeks unless it ends before."""
        experience = Experience(cause, begins, ends or begins + REMEMBERED)
        self.known[customer.customer_id].append(experience)

    def of_outages(self, outages: list[Outage], radio: Radio) -> None:
        """Let everybody whose home cell was out of service unannounced remember it."""
        for outage in outages:
            for line in (n for cell in outage.cells for n in radio.lines.get(cell.index, [])):
                if not outage.is_planned:
                    self.note(self.owner[line], "outage", outage.began)

    def of_contacts(self, handled: list[Handled]) -> None:
        """Let people remember a bill that was a shock, a bad cell, and a ticket that took long."""
        for done in handled:
            customer = done.case.customer
            if done.case.cause in ("bill_shock", "failing_cell"):
                self.note(customer, done.case.cause, done.case.at)
            if done.ticket_id and done.is_late:
                late = min(
                    due
                    for at, due in (
                        (done.answered, done.answer_due),
                        (done.resolved, done.solution_due),
                    )
                    if at > due
                )
                self.note(customer, "late_ticket", late)

    def of_departures(self, departures: Iterable[Departure]) -> None:
        """Let who leaves for price, quality or service be unhappy in the weeks before."""
        for departure in departures:
            if departure.reason in UNHAPPY:
                ends = self.start + (departure.day + 1) * DAY
                begins = ends - UNHAPPY_DAYS * DAY
                self.note(self.owner[departure.line], "leaving", begins, ends)

    def causes(self, customer: Customer, at: int) -> list[str]:
        """Return what lowers the answer that a customer gives at an instant."""
        known = self.known.get(customer.customer_id, [])
        return sorted({each.cause for each in known if each.begins <= at < each.ends})


def lowered_by(causes: Iterable[str]) -> int:
    """Return by how many points of eleven some causes together lower a recommendation."""
    return min(MOST, sum(LOWERS[cause] for cause in causes))
