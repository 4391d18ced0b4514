"""Answered surveys: after tickets and contacts, and the recommendation question in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingestion.synthetic.crm import texts
from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.crm.experiences import Experiences, lowered_by
from ingestion.synthetic.crm.tickets import Handled
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.random_numbers import Stream, in_turn
from ingestion.synthetic.world import World

# How often each score is given when nothing lowers it, from the lowest on: 0 to 10 for a
# recommendation, 1 to 5 for satisfaction, 1 to 7 for ease. Surveys of Korean mobile customers find
# about as many more promoters than detractors as these weights: 19 in a hundred.
USUAL = {
    "nps": (1, 1, 1, 2, 3, 7, 8, 16, 19, 24, 18),
    "csat": (1, 3, 9, 35, 52),
    "ces": (1, 2, 4, 10, 23, 33, 27),
}
LOWEST = {"nps": 0, "csat": 1, "ces": 1}
# Of so many a kind's scores a score is a good one, and its comment friendly.
GOOD = {"nps": 8, "csat": 4, "ces": 5}
# By so many points of a recommendation another kind's score falls by one.
POINTS = {"nps": 1, "csat": 3, "ces": 2}
ASKED_EVERY_MONTHS = 8


class Surveys:
    """Draws the answers and exports them."""

    def __init__(self, world: World, experiences: Experiences, outbox: Outbox) -> None:
        """Begin with none."""
        self.world, self.experiences, self.outbox = world, experiences, outbox
        self.asked: Counter[str] = Counter()
        self.answers: list[Row] = []
        """What the answer key tells of those that arrive."""

    def answer(
        self,
        stream: Stream,
        customer: Customer,
        kind: str,
        asked: int,
        **about: str | None,
    ) -> None:
        """Export one answer; one in three has a comment, one in fifteen no name."""
        survey_id = f"SRV-{self.asked.total() + 1:07d}"
        answered = asked + HOUR // 4 + stream.integer(2 * DAY)
        causes = self.experiences.causes(customer, answered)
        score = self.usual(kind) - lowered_by(causes) // POINTS[kind]
        score = max(LOWEST[kind], score)
        row: Row = {
            "survey_id": survey_id,
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
            row["comment"] = texts.comment(stream, score >= GOOD[kind], customer.language)
        if self.outbox.add("crm", "surveys", answered, row):
            known = {"survey_id": survey_id, "customer_id": customer.customer_id, "kind": kind}
            self.answers.append(known | {"score": score, "lowered_by": "|".join(causes)})

    def usual(self, kind: str) -> int:
        """Draw, in turn, the score of somebody to whom nothing happened."""
        self.asked[kind] += 1
        start = Stream(self.world.arguments.seed, f"scores_{kind}").integer(1 << 32)
        place = in_turn(self.asked[kind], sum(USUAL[kind]), start)
        return LOWEST[kind] + placed(USUAL[kind], place)

    def after_contacts(self, handled: list[Handled]) -> None:
        """Ask after solved tickets how satisfied, after other contacts how easy it was."""
        for number, done in enumerate(handled):
            stream = Stream(self.world.arguments.seed, "survey", number)
            if stream.integer(100) >= 30 or done.case.cause == "unpaid":
                continue
            customer = done.case.customer
            if done.ticket_id:
                self.answer(
                    stream, customer, "csat", done.resolved + HOUR, ticket_id=done.ticket_id
                )
            else:
                self.answer(
                    stream, customer, "ces", done.ended + HOUR, interaction_id=done.interaction_id
                )

    def recommend(self, customers: list[Customer]) -> None:
        """Ask one customer in eight a month whether they would recommend the operator."""
        for number, customer in enumerate(customers):
            stream = Stream(self.world.arguments.seed, "recommend", number)
            for first in range(0, self.world.schedule.day_count, 30):
                if stream.integer(ASKED_EVERY_MONTHS):
                    continue
                day = first + stream.integer(30)
                lines = [self.world.lines[n] for n in customer.lines]
                if any(line.joined_day < day < line.left_day for line in lines):
                    self.answer(stream, customer, "nps", self.outbox.start + day * DAY + 11 * HOUR)


def placed(weights: Sequence[int], place: int) -> int:
    """Return in which of some parts of these lengths, end to end, a place lies."""
    for index, weight in enumerate(weights):
        place -= weight
        if place < 0:
            return index
    raise ValueError("the place lies beyond the parts")
