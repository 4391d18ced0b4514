"""Campaigns with a random hold-out; one keeps a known share of those who would have left."""

from __future__ import annotations

from ingestion.synthetic.behaviour import MACHINES
from ingestion.synthetic.crm.campaign import Campaign, Member, campaign_row
from ingestion.synthetic.crm.consents import Consents
from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.crm.offers import STAY_OFFER, UPGRADE_OFFER, offers
from ingestion.synthetic.crm.reasons import Departure, reason_of
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.people import NEVER
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.world import World

RETAIN, UPSELL = "CMP-RETAIN", "CMP-UPGRADE"


class Campaigns:
    """Draws the campaigns, and who is saved by one."""

    def __init__(self, world: World, rates: Rates, consents: Consents, outbox: Outbox) -> None:
        """Begin with none."""
        self.world, self.rates, self.consents, self.outbox = world, rates, consents, outbox
        self.campaigns: list[Campaign] = []
        self.saved: list[Departure] = []

    def audience(self, customers: list[Customer], at: int) -> list[tuple[Customer, int]]:
        """(customer, phone in use) of those who may be advertised to at an instant."""
        day = (at - self.outbox.start) // DAY
        found = []
        for customer in customers:
            lines = [
                n
                for n in customer.lines
                if not MACHINES[self.world.profile[n]]
                and self.world.lines[n].joined_day <= day < self.world.lines[n].left_day
            ]
            if lines and self.consents.may_advertise(customer, at):
                # Of several lines, the campaign is for the one that would be lost first.
                found.append((customer, min(lines, key=lambda n: self.world.lines[n].left_day)))
        return found

    def retain(self, customers: list[Customer]) -> None:
        """Draw the campaign against churn.

        Who leaves is settled already. So groups are drawn given that, such that they and the
        departures are jointly as in a trial: with a share p treated, of whom the campaign keeps the
        share e, someone who leaves was treated with probability p(1 - e) / (p(1 - e) + 1 - p).
        Those kept are treated people who show every sign of leaving, and stay.
        """
        days = self.world.schedule.day_count
        day, window = days // 4, max(10, min(90, days // 2))
        stream = Stream(self.world.arguments.seed, "retention")
        treated_share, effect = 1 - self.rates.holdout, self.rates.campaign_effect
        assigned = self.outbox.start + day * DAY + 9 * HOUR
        audience = self.audience(customers, assigned)
        leaving = [self.world.lines[line].left_day <= day + window for _, line in audience]
        odds = treated_share * (1 - effect)
        threshold = odds / (odds + self.rates.holdout) if odds else 0.0
        treated = [
            is_leaving and stream.integer(1_000_000) < threshold * 1_000_000
            for is_leaving in leaving
        ]
        lost = sum(treated)
        staying = [n for n, is_leaving in enumerate(leaving) if not is_leaving]
        wanted = round(treated_share * len(audience)) - lost
        reached = [staying[n] for n in stream.sample(len(staying), min(wanted, len(staying)))]
        for n in reached:
            treated[n] = True
        saved = round(lost * effect / (1 - effect))
        kept = {reached[n] for n in stream.sample(len(reached), min(saved, len(reached)))}
        members = []
        for n, (customer, line) in enumerate(audience):
            would_leave = leaving[n] or n in kept
            # A score of some use: those at risk have more on average, and many overlap.
            score = stream.integer(600_000) + (150_000 + stream.integer(250_000)) * would_leave
            member = Member(customer, line, treated[n], score)
            if treated[n] and stream.integer(100) < (70 if n in kept else 12):
                member.responded = assigned + DAY + HOUR + stream.integer(12 * DAY)
            if not leaving[n]:
                member.converted = assigned + window * DAY
            if n in kept:
                gone = day + 3 + stream.integer(window - 3)
                reason = reason_of(stream, gone)
                self.saved.append(Departure(line, gone, reason, is_saved=True))
            members.append(member)
        self.campaigns.append(
            Campaign(
                RETAIN, "Stay with us", "retention", "sms", STAY_OFFER, self.rates.holdout, effect,
                window, assigned, members,
            )
        )  # fmt: skip

    def upgrade(self, customers: list[Customer]) -> None:
        """Draw the campaign for dearer plans, which has no effect at all."""
        days = self.world.schedule.day_count
        day, window = days // 3, max(10, min(60, days // 2))
        stream = Stream(self.world.arguments.seed, "upgrade")
        assigned = self.outbox.start + day * DAY + 10 * HOUR
        members = []
        for customer, line in self.audience(customers, assigned):
            member = Member(
                customer, line, stream.integer(1000) >= self.rates.holdout * 1000,
                stream.integer(1_000_000),
            )  # fmt: skip
            changed = self.world.lines[line].plan_day
            if day < changed <= day + window and changed < NEVER:
                member.converted = self.outbox.start + changed * DAY + HOUR
            members.append(member)
        self.campaigns.append(
            Campaign(
                UPSELL, "5G Premium for you", "upsell", "email", UPGRADE_OFFER, self.rates.holdout,
                0.0, window, assigned, members,
            )
        )  # fmt: skip

    def send(self) -> None:
        """Export offers and campaigns with every delivery, and each state of each member."""
        for delivery in self.world.schedule.deliveries:
            number = delivery.number
            self.outbox.export("crm", "offers", number, offers())
            begun = [c for c in self.campaigns if c.assigned < self.outbox.ends[number - 1]]
            if begun:
                self.outbox.export("crm", "campaigns", number, [campaign_row(c) for c in begun])
        for campaign in self.campaigns:
            for member in campaign.members:
                self.send_member(campaign, member)

    def send_member(self, campaign: Campaign, member: Member) -> None:
        """Export the states of a member: drawn, sent to, responded, converted."""
        row: Row = {
            "campaign_id": campaign.campaign_id,
            "customer_id": member.customer.customer_id,
            "subscription_id": self.world.lines[member.line].subscription_id,
            "wave": 1,
            "assigned_group": "treatment" if member.is_treated else "holdout",
            "assigned_at": clock(campaign.assigned),
            "score_at_assignment": f"0.{member.score:06d}",
            "status": "active",
        }
        steps = [(campaign.assigned, "assigned_at")]
        sent = campaign.assigned + DAY
        # Who withdrew in between gets no message, and stays in the group that was drawn.
        if member.is_treated and self.consents.may_advertise(member.customer, sent):
            steps.append((sent, "sent_at"))
        if member.responded:
            steps.append((member.responded, "responded_at"))
        if member.converted:
            steps.append((member.converted, "converted_at"))
        for at, name in sorted(steps):
            row = row | {name: clock(at), "changed_at": clock(at)}
            self.outbox.add("crm", "campaign_members", at, row)
