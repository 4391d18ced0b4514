"""One campaign with its members, and the row that tells of it."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.crm.customers import Customer
from ingestion.synthetic.files import Row
from ingestion.synthetic.outbox import DAY, clock


@dataclass
class Member:
    """A customer in a campaign."""

    customer: Customer
    line: int
    is_treated: bool
    score: int
    """Score at assignment, in millionths."""
    responded: int = 0
    converted: int = 0


@dataclass
class Campaign:
    """A campaign with its members; instants in seconds since 1970."""

    campaign_id: str
    name: str
    objective: str
    channel: str
    offer_id: str
    holdout: float
    effect: float
    days: int
    assigned: int
    members: list[Member]


def campaign_row(campaign: Campaign) -> Row:
    """Return the row of a campaign."""
    sent = sum(member.is_treated for member in campaign.members)
    return {
        "campaign_id": campaign.campaign_id,
        "name": campaign.name,
        "objective": campaign.objective,
        "channel": campaign.channel,
        "offer_id": campaign.offer_id,
        "holdout_share": f"{campaign.holdout:.6f}",
        "conversion_days": campaign.days,
        "cost_amount": 500_000 + 120 * sent,
        "currency": "KRW",
        "starts_at": clock(campaign.assigned),
        "ends_at": clock(campaign.assigned + campaign.days * DAY),
    }
