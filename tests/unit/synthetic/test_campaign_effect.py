"""The retention campaign as a trial: groups alike before, and the effect that the key tells."""

from __future__ import annotations

import pytest

from ingestion.synthetic.arguments import Arguments
from ingestion.synthetic.crm.campaigns import Campaigns
from ingestion.synthetic.crm.consents import Consents
from ingestion.synthetic.crm.customers import make_customers
from ingestion.synthetic.crm.reasons import make_departures
from ingestion.synthetic.outbox import Outbox
from ingestion.synthetic.performance.sites import make_radio
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.world import make_world
from tests.unit.synthetic.conftest import START

SUBSCRIBERS = 12_000


@pytest.fixture(scope="module")
def campaigns() -> Campaigns:
    world = make_world(Arguments(SUBSCRIBERS, 6, 9, START))
    departures = make_departures(world, make_radio(world))
    customers = make_customers(world, departures)
    outbox = Outbox(world.schedule)
    consents = Consents(world, outbox)
    consents.draw(customers)
    made = Campaigns(world, Rates(), consents, outbox)
    made.retain(customers)
    return made


def shares(campaigns: Campaigns, *, with_saved: bool) -> tuple[float, float]:
    """Share of (treated, held out) who left within the window, or would have."""
    (campaign,) = campaigns.campaigns
    saved = {departure.line for departure in campaigns.saved}
    day = campaigns.world.schedule.day_count // 4
    found = []
    for is_treated in (True, False):
        lines = [m.line for m in campaign.members if m.is_treated == is_treated]
        gone = sum(
            campaigns.world.lines[line].left_day <= day + campaign.days
            or (with_saved and line in saved)
            for line in lines
        )
        found.append(gone / len(lines))
    return found[0], found[1]


def test_groups_are_alike_but_for_the_campaign(campaigns):
    treated, held_out = shares(campaigns, with_saved=True)
    # Two standard errors of the smaller group, about 1,000 people of whom one in fifteen leaves.
    assert abs(treated - held_out) < 0.018
    (campaign,) = campaigns.campaigns
    assert 0.78 < sum(m.is_treated for m in campaign.members) / len(campaign.members) < 0.82


def test_the_campaign_keeps_the_share_that_the_key_tells(campaigns):
    treated, held_out = shares(campaigns, with_saved=False)
    (campaign,) = campaigns.campaigns
    assert campaign.effect == 0.4
    assert abs(treated / held_out - (1 - campaign.effect)) < 0.2


def test_only_who_consented_is_asked(campaigns):
    (campaign,) = campaigns.campaigns
    assert len(campaign.members) > 3_000
    for member in campaign.members:
        assert campaigns.consents.may_advertise(member.customer, campaign.assigned)
