"""What buckets have given: drawn on event by event, in the order in which these are rated."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from tests.oracle.entitlements import Entitlement

Key = tuple[tuple[str, ...], str, str, dt.date | None]


@dataclass(frozen=True)
class Draw:
    """What an event took from one bucket."""

    bucket: Entitlement
    balance_date: dt.date | None
    """First local day of the period; none for a bucket that lasts as long as its booking."""
    free: int
    granted: int


class Buckets:
    """State of every bucket: given, granted, events."""

    def __init__(self) -> None:
        self._given: dict[Key, int] = defaultdict(int)
        self._granted: dict[Key, int] = defaultdict(int)
        self._events: dict[Key, int] = defaultdict(int)

    def draw(self, quantity: int, buckets: list[Entitlement], period: dt.date) -> list[Draw]:
        """Take a quantity from buckets in their order; a grant never shrinks in its period."""
        draws: list[Draw] = []
        for bucket in buckets:
            if quantity == 0:
                break
            balance_date = None if bucket.lasts else period
            key = (bucket.owner, bucket.plan_id, bucket.bucket_id, balance_date)
            self._events[key] += 1
            if bucket.event_limit is not None and self._events[key] > bucket.event_limit:
                continue
            granted = self._granted[key] = max(self._granted[key], bucket.granted)
            free = min(quantity, granted - self._given[key])
            self._given[key] += free
            quantity -= free
            if free:
                draws.append(Draw(bucket, balance_date, free, granted))
        return draws
