"""The tiny operator's usage meets what its tariffs can say: else no comparison tries it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.oracle.billing import Billing
from tests.oracle.history import rate_history
from tests.unit.synthetic.conftest import rows_of


@pytest.fixture(scope="module")
def billing(tiny: Path) -> Billing:
    return rate_history(tiny)


def test_every_particular_charge_prices_some_usage(tiny, billing):
    features = {
        row["charge_id"]: row["feature"]
        for row in rows_of(tiny / "answer_key" / "tariff_features.csv")
    }
    met = Counter(
        features.get(event.tariff.charge_id)
        for event in billing.oracle.events
        if event.status == "rated" and event.charged
    )
    assert set(features.values()) <= set(met)


def test_calls_are_cut_and_lines_draw_on_shared_buckets_and_on_add_ons(tiny, billing):
    rated = [event for event in billing.oracle.events if event.status == "rated"]
    assert any(len(event.segments) > 1 for event in rated)
    owners = Counter(draw.bucket.owner[0] for event in rated for draw in event.draws)
    assert set(owners) == {"subscription", "account", "booking"}
    assert any(draw.bucket.lasts for event in rated for draw in event.draws)
    assert any(len(event.draws) > 1 for event in rated)
    booked = {row["booking_id"] for row in rows_of(tiny / "answer_key" / "add_ons.csv")}
    drawn = {draw.bucket.owner[-1] for event in rated for draw in event.draws}
    assert booked & drawn


def test_tiers_of_a_period_are_passed(billing):
    rated = [event for event in billing.oracle.events if event.status == "rated"]
    tariffs = {event.tariff for event in rated if event.tariff.counts_the_period()}
    counted: Counter[tuple[str, str, object]] = Counter()
    for event in rated:
        counted[event.subscription_id, event.tariff.charge_id, event.charged_period] += (
            event.charged
        )
    second_tiers = {tariff.charge_id: tariff.tiers[1].begin for tariff in tariffs}
    passed = [key for key in counted if counted[key] > second_tiers.get(key[1], 1 << 62)]
    assert passed
