"""Answered surveys: after tickets and contacts, and the recommendation question in between."""

from __future__ import annotations

from ingestion.synthetic.crm import texts
from ingestion.synthetic.crm.contacts import Handled
from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.crm.reasons import Departure
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.world import World

UNHAPPY = ("price", "quality", "service")
UNHAPPY_DAYS = 50


class Surveys:
    """Draws the answers and exports them."""

    def __init__(self, world: World, outbox: Outbox) -> None:
        """Begin with none."""
        self.world, self.outbox = world, outbox
        self.count = 0

    def answer(
        self,
        stream: Stream,
        customer: Customer,
        kind: str,
        score: int,
        is_happy: bool,
        asked: int,
        **about: str | None,
    ) -> None:
        """Export one answer; one in three has a comment, one in fifteen no name."""
        self.count += 1
        answered = asked + HOUR // 4 + stream.integer(2 * DAY)
        row: Row = {
            "survey_id": f"SRV-{self.count:07d}",
            "customer_id": customer.customer_id if stream.integer(15) else None,
            "kind": kind,
            "score": score,
            "answered_at": clock(answered),
            "asked_at": clock(asked),
            "channel": "app" if customer.channel == "app" else "sms",
            "language": customer.language,
            **about,
        }
        if stream.integer(3) == 0:
            row["comment"] = texts.comment(stream, is_happy, customer.language)
        self.outbox.add("crm", "surveys", answered, row)

    def after_contacts(self, handled: list[Handled]) -> None:
        """Ask after solved tickets how satisfied, after other contacts how easy it was."""
        for number, done in enumerate(handled):
            stream = Stream(self.world.arguments.seed, "survey", number)
            if stream.integer(100) >= 30 or done.case.cause == "unpaid":
                continue
            slow = done.case.is_badly_served or done.is_reopened
            if done.ticket_id:
                took = (done.resolved - done.case.at) // DAY
                score = max(1, min(5, 5 - stream.integer(2) - took // 2 - 2 * slow))
                self.answer(
                    stream, done.case.customer, "csat", score, score >= 4, done.resolved + HOUR,
                    ticket_id=done.ticket_id,
                )  # fmt: skip
            else:
                score = 4 + stream.integer(4)
                self.answer(
                    stream, done.case.customer, "ces", score, True, done.ended + HOUR,
                    interaction_id=done.interaction_id,
                )  # fmt: skip

    def recommend(self, customers: list[Customer], departures: list[Departure]) -> None:
        """Ask one customer in fifteen a month whether they would recommend the operator."""
        unhappy = {d.line: d for d in departures if d.reason in UNHAPPY}
        for number, customer in enumerate(customers):
            stream = Stream(self.world.arguments.seed, "recommend", number)
            for first in range(0, self.world.schedule.day_count, 30):
                if stream.integer(15):
                    continue
                day = first + stream.integer(30)
                lines = [self.world.lines[n] for n in customer.lines]
                if not any(line.joined_day < day < line.left_day for line in lines):
                    continue
                is_unhappy = any(
                    0 <= unhappy[n].day - day < UNHAPPY_DAYS for n in customer.lines if n in unhappy
                )
                score = (
                    stream.integer(6) if is_unhappy else 5 + stream.choose([8, 8, 14, 22, 26, 22])
                )
                asked = self.outbox.start + day * DAY + 11 * HOUR
                self.answer(stream, customer, "nps", score, score >= 8, asked)
