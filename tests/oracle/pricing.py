"""Meters, draws and charges guided events, one after the other in the order of rating."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from tests.oracle.buckets import Buckets
from tests.oracle.charging import charge, give
from tests.oracle.events import Event
from tests.oracle.guide import Guide
from tests.oracle.local import midnight, normalised
from tests.oracle.segments import Segment, meter, metered
from tests.oracle.tariffs import Tariff


class Pricing:
    """What earlier events leave behind: sessions, buckets, tiers of a period."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self._buckets = Buckets()
        self._sessions: dict[tuple[str, str], tuple[Tariff, str, int]] = {}
        self._counted: dict[tuple[str, str, dt.date], int] = defaultdict(int)
        """What tiers that count a period have counted, by subscription, charge and period."""

    def price(self, event: Event) -> None:
        """Price an event of which is known who pays, where it leads and at which price."""
        is_first_part = self._meter(event)
        self._allow(event)
        self._charge(event, is_first_part)

    def _meter(self, event: Event) -> bool:
        """Cut and meter it; whether it is the first part of a session, or whole."""
        assert event.tariff is not None
        record, tariff, band = event.record, event.tariff, event.time_band
        if record["record_number"] == "0":
            cut = self.guide.cut(
                event.plan_id, event.use, event.started_at, event.quantity, (tariff, band)
            )
            event.segments = meter(cut, event.quantity)
            event.metered = sum(segment.metered for segment in event.segments)
            return True
        # The parts of a session are metered together, by the tariff of the first rated one.
        session = (normalised(record["charged_party"]), record["charging_id"])
        is_first = session not in self._sessions
        tariff, band, before = self._sessions.setdefault(session, (tariff, band, 0))
        after = before + event.quantity
        self._sessions[session] = (tariff, band, after)
        event.tariff, event.time_band = tariff, band
        event.metered = event.quantity
        if not tariff.meters_the_rest():
            event.metered = metered(after, tariff) - metered(before, tariff)
        event.segments = [Segment(tariff, band, 0, event.quantity, event.metered)]
        return is_first

    def _allow(self, event: Event) -> None:
        """Draw on the buckets of the period charged."""
        assert event.charged_period is not None
        at = max(event.started_at, midnight(event.charged_period))
        line = (event.subscription_id, event.account_id, event.plan_id)
        buckets = self.guide.entitlements.of(line, event.use, at)
        event.draws = self._buckets.draw(event.metered, buckets, event.charged_period)

    def _charge(self, event: Event, is_first_part: bool) -> None:
        assert event.tariff is not None and event.charged_period is not None
        give(event.segments, event.free)
        counter = (event.subscription_id, event.tariff.charge_id, event.charged_period)
        before = self._counted[counter]
        event.charge = charge(event.segments, event.quantity, is_first_part, before)
        self._counted[counter] += event.charged
