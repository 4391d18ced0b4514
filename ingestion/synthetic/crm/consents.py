"""Consents to advertising: given, renewed every two years, withdrawn."""

from __future__ import annotations

from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.world import World

# Network Act of Korea, article 50 and its decree: consent is to be confirmed every two years, and
# advertising from 21:00 to 08:00 needs one of its own.
TERM = 730 * DAY
SOURCES = ("web", "app", "shop", "call", "paper")


class Consents:
    """Exports every act; knows who may be advertised to when."""

    def __init__(self, world: World, outbox: Outbox) -> None:
        """Begin with none."""
        self.world, self.outbox = world, outbox
        self.count = 0
        self.spans: dict[str, tuple[int, int]] = {}
        """Customer → from when until when they may be sent advertising."""

    def act(
        self, customer: Customer, purpose: str, action: str, at: int, source: str, channel: str
    ) -> None:
        """Export one act of consent or withdrawal."""
        self.count += 1
        self.outbox.add("crm", "consents", at, {
            "consent_id": f"CNS-{self.count:07d}",
            "customer_id": customer.customer_id,
            "channel": channel,
            "purpose": purpose,
            "action": action,
            "acted_at": clock(at),
            "source": source,
            "text_version": "2024-07",
            "expires_at": None if action == "withdrawn" else clock(at + TERM),
        })  # fmt: skip

    def draw(self, customers: list[Customer]) -> None:
        """Let three customers in four consent when they join, and some change their mind."""
        end = self.outbox.start + self.world.schedule.day_count * DAY
        for number, customer in enumerate(customers):
            stream = Stream(self.world.arguments.seed, "consents", number)
            assert customer.account is not None
            joined = self.outbox.start + customer.account.opened_day * DAY
            at = joined + 10 * HOUR + stream.integer(8 * HOUR)
            if customer.account.opened_day == 0:
                # Who was there before gave it at some time in the last two years.
                at -= stream.integer(TERM - 10 * DAY)
            if stream.integer(4) == 0:
                continue
            source = SOURCES[stream.choose([30, 25, 30, 10, 5])]
            channel = "any" if stream.integer(3) else customer.channel
            self.act(customer, "advertising", "granted", at, source, channel)
            if stream.integer(7) == 0:
                self.act(customer, "night_advertising", "granted", at + 60, source, channel)
            if stream.integer(3) == 0:
                self.act(customer, "profiling", "granted", at + 90, source, "any")
            until = at + TERM
            if until < end and stream.integer(10) < 7:
                renewed = until - stream.integer(20 * DAY)
                self.act(customer, "advertising", "confirmed", renewed, "app", channel)
                until = renewed + TERM
            if stream.integer(16) == 0:
                gone = joined + stream.integer(end - joined)
                self.act(customer, "advertising", "withdrawn", gone, "app", channel)
                until = min(until, gone)
            self.spans[customer.customer_id] = (at, until)

    def may_advertise(self, customer: Customer, at: int) -> bool:
        """Return whether a consent to advertising stands at an instant."""
        begin, end = self.spans.get(customer.customer_id, (0, 0))
        return begin <= at < end
