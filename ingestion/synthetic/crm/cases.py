"""Why people get in touch: cases drawn from everyday life, from outages and from bad cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.crm.reasons import Departure
from ingestion.synthetic.outbox import DAY, HOUR, MINUTE
from ingestion.synthetic.performance.outages import Outage
from ingestion.synthetic.performance.sites import Radio
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.receivables.invoices import Invoice
from ingestion.synthetic.world import World

EVERYDAY = ("device", "contract", "sales", "bill", "payment", "coverage")
# A bill of so many tenths of the one before is a shock.
SHOCK_TENTHS = 16
# Nobody waits for longer than this to say that there is no service.
LONGEST_WAIT = 6 * HOUR
OFFICE_OPENS, OFFICE_HOURS = 9 * HOUR, 11 * HOUR


@dataclass(frozen=True)
class Case:
    """Somebody gets in touch about something."""

    at: int
    customer: Customer
    line: int
    category: str
    cause: str
    """everyday, outage, failing_cell, bill_shock, unpaid or the reason of a departure."""
    is_complaint: bool = False
    needs_ticket: bool = False
    is_badly_served: bool = False
    """It will be answered late, and taken up again."""
    cause_id: str = ""
    """The outage, cell or invoice that it follows."""


class Cases:
    """Draws the cases of a world; each customer has a stream of random numbers of their own."""

    def __init__(self, world: World, customers: list[Customer], start: int) -> None:
        """`start` is the first local midnight in seconds since 1970."""
        self.world, self.customers, self.start = world, customers, start
        self.cases: list[Case] = []
        self.owner = {line: c for c in customers for line in c.lines}

    def office_hour(self, stream: Stream, day: int) -> int:
        """Return a moment in office hours of a day."""
        return self.start + day * DAY + OFFICE_OPENS + stream.integer(OFFICE_HOURS)

    def add(self, at: int, line: int, category: str, cause: str, **more: object) -> None:
        """Note a case of a line's customer, if the line is in use then."""
        each = self.world.lines[line]
        day = (at - self.start) // DAY
        if each.joined_day <= day <= each.left_day:
            case = Case(at, self.owner[line], line, category, cause, **more)  # type: ignore[arg-type]
            self.cases.append(case)

    def everyday(self) -> None:
        """Let about one customer in eight call in a month for no special reason."""
        days = self.world.schedule.day_count
        for number, customer in enumerate(self.customers):
            stream = Stream(self.world.arguments.seed, "everyday", number)
            for first in range(0, days, 30):
                if stream.integer(8) == 0:
                    day = first + stream.integer(30)
                    category = EVERYDAY[stream.choose([25, 20, 25, 15, 10, 5])]
                    line = customer.lines[stream.integer(len(customer.lines))]
                    needs = stream.integer(3) == 0
                    is_complaint = needs and stream.integer(3) == 0
                    self.add(
                        self.office_hour(stream, day), line, category, "everyday",
                        needs_ticket=needs, is_complaint=is_complaint,
                    )  # fmt: skip

    def after_outages(self, outages: list[Outage], radio: Radio) -> None:
        """Let people whose home cell is out of service get in touch within hours."""
        for number, outage in enumerate(outages):
            stream = Stream(self.world.arguments.seed, "outage_contacts", number)
            length = outage.ended - outage.began
            odds = 5 if outage.is_planned else 55 if outage.severity == "total" else 25
            odds = odds * min(length, 2 * HOUR) // (2 * HOUR)
            wait = min(length, LONGEST_WAIT) + 3 * HOUR
            for line in (n for cell in outage.cells for n in radio.lines.get(cell.index, [])):
                if stream.integer(100) < odds:
                    at = outage.began + 5 * MINUTE + stream.integer(wait)
                    is_complaint = stream.integer(2) == 0
                    self.add(
                        at, line, "outage", "outage", cause_id=outage.outage_id,
                        is_complaint=is_complaint,
                        needs_ticket=is_complaint or stream.integer(2) == 0,
                    )  # fmt: skip

    def after_failing_cells(self, radio: Radio) -> None:
        """Let people who live in a failing cell complain of dropped calls, month by month."""
        for cell in radio.cells:
            if cell.fails_from is None:
                continue
            stream = Stream(self.world.arguments.seed, "failing_contacts", cell.index)
            for line in radio.lines.get(cell.index, []):
                for first in range(cell.fails_from + 10, self.world.schedule.day_count, 30):
                    if stream.integer(100) < 45:
                        at = self.office_hour(stream, first + stream.integer(30))
                        self.add(
                            at, line, "coverage", "failing_cell", cause_id=cell.cell_id,
                            is_complaint=True, needs_ticket=True,
                        )  # fmt: skip

    def after_bills(self, invoices: list[Invoice]) -> None:
        """Let people whose bill is far above the one before get in touch: bill shock."""
        before: dict[str, int] = {}
        for number, invoice in enumerate(invoices):
            stream = Stream(self.world.arguments.seed, "bill_shock", number)
            account = invoice.account
            usual = before.get(account.account_id, 0)
            opened = self.world.schedule.first_day + dt.timedelta(days=account.opened_day)
            # The bill of a part of a month is no measure for the next.
            before[account.account_id] = invoice.gross * (invoice.period_from >= opened)
            if usual <= 0 or invoice.gross * 10 < usual * SHOCK_TENTHS or stream.integer(100) >= 60:
                continue
            at = invoice.issued + 6 * HOUR + stream.integer(4 * DAY)
            line = invoice.lines[stream.integer(len(invoice.lines))]
            self.add(
                at, line, "bill", "bill_shock", cause_id=invoice.number,
                is_complaint=stream.integer(3) > 0, needs_ticket=True,
            )  # fmt: skip

    def after_unpaid(self, unpaid: list[tuple[Invoice, int]]) -> None:
        """Let the operator remind those who have not paid, twelve days after it was due."""
        for number, (invoice, due) in enumerate(unpaid):
            stream = Stream(self.world.arguments.seed, "reminder", number)
            day = (due - self.start) // DAY + 12
            line = invoice.lines[0]
            self.add(
                self.office_hour(stream, day), line, "payment", "unpaid", cause_id=invoice.number
            )

    def before_departures(self, departures: list[Departure]) -> None:
        """Show the reason of those who leave, or would have, in the weeks before."""
        for departure in departures:
            stream = Stream(self.world.arguments.seed, "departure", departure.line)
            for category, back, more in signs(stream, departure.reason):
                day = departure.day - back
                if day >= 0:
                    at = self.office_hour(stream, day)
                    self.add(at, departure.line, category, departure.reason, **more)


def signs(stream: Stream, reason: str) -> list[tuple[str, int, dict[str, object]]]:
    """(category, days before leaving, more of the case) of what shows a reason."""
    complaint: dict[str, object] = {"is_complaint": True, "needs_ticket": True}
    badly = complaint | {"is_badly_served": True}
    early, late = 15 + stream.integer(20), 3 + stream.integer(10)
    found: dict[str, list[tuple[str, int, dict[str, object]]]] = {
        "price": [("bill", early, complaint), ("sales", late, {})],
        "quality": [("coverage", early, complaint), ("coverage", late, complaint)],
        "service": [("device", early, badly), ("bill", late + 8, badly)],
        "moving": [("moving", late, {})],
        "contract_end": [("contract", late + 5, {})],
        "non_payment": [("payment", early, {})],
        "none": [],
    }
    announced = stream.integer(2) == 0 and reason not in ("none", "non_payment")
    more: list[tuple[str, int, dict[str, object]]] = (
        [("cancellation", 1 + stream.integer(2), {})] if announced else []
    )
    return found[reason] + more
