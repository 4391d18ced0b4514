"""What a subscription may draw on: allowances of its plan and of the add-ons that it has booked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from tests.oracle.knowledge import Order, Table, Version

PRIORITY = 100


@dataclass(frozen=True)
class Entitlement:
    """One bucket as an event meets it."""

    owner: tuple[str, ...]
    """("subscription", id), ("booking", subscription, id) or ("account", id)."""
    plan_id: str
    bucket_id: str
    granted: int
    lasts: bool
    """As long as its booking, rather than for the period charged."""
    event_limit: int | None


class Entitlements:
    """Reads allowances and bookings; nothing is drawn here."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self.tables = tables
        self._by_use: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._bookings: dict[str, list[str]] = defaultdict(list)
        self._lines: dict[str, set[str]] = defaultdict(set)

    def learn(self, entity: str, order: Order, row: dict[str, str]) -> None:
        """Note where an allowance, a booking or a line of an account is looked for."""
        if entity == "allowances":
            key = (row["plan_id"], row["service"], direction_of(row), row["zone"])
            if row["allowance_id"] not in self._by_use[key]:
                self._by_use[key].append(row["allowance_id"])
        elif entity == "add_ons":
            own = self._bookings[row["subscription_id"]]
            if row["booking_id"] not in own:
                own.append(row["booking_id"])
        elif entity == "subscriptions":
            self._lines[row["account_id"]].add(row["subscription_id"])

    def of(
        self, line: tuple[str, str, str], use: tuple[str, str, str], at: dt.datetime
    ) -> list[Entitlement]:
        """Buckets of (subscription, account, plan) for (service, direction, zone), in order.

        The greatest priority first; of one priority the plan's own before those of bookings, the
        earlier booking before the later, and last what lines share.
        """
        subscription_id, account_id, plan_id = line
        found: list[tuple[tuple[int, ...], Entitlement]] = []
        for row in self._allowances(plan_id, use, at):
            found.append(self._entitlement(row, ("subscription", subscription_id), account_id, at))
        for place, booking_id in enumerate(self._bookings.get(subscription_id, []), start=1):
            booking = self.tables["add_ons"].active((subscription_id, booking_id), at)
            if booking is None:
                continue
            owner = ("booking", subscription_id, booking_id)
            units = int(booking.get("units") or 1)
            for row in self._allowances(booking["plan_id"], use, at):
                found.append(self._entitlement(row, owner, account_id, at, place, units))
        found.sort(key=lambda each: each[0])
        buckets: dict[tuple[object, ...], Entitlement] = {}
        for _, each in found:
            # What lines share is one bucket, however many bookings of a line lead to it.
            key = (each.owner, each.plan_id, each.bucket_id)
            if key not in buckets or buckets[key].granted < each.granted:
                buckets[key] = each
        return list(buckets.values())

    def _allowances(
        self, plan_id: str, use: tuple[str, str, str], at: dt.datetime
    ) -> list[Version]:
        """Rows in force for a use, one for each priority: the one that arrived last."""
        by_priority: dict[int, Version] = {}
        for allowance_id in self._by_use.get((plan_id, *use), ()):
            row = self.tables["allowances"].active((allowance_id,), at)
            if row is None or row.get("unit") == "money":
                continue
            if (row["plan_id"], row["service"], direction_of(row.fields), row["zone"]) != (
                plan_id,
                *use,
            ):
                continue
            priority = priority_of(row)
            other = by_priority.get(priority)
            if other is None or other.order < row.order:
                by_priority[priority] = row
        return list(by_priority.values())

    def _entitlement(
        self,
        row: Version,
        owner: tuple[str, ...],
        account_id: str,
        at: dt.datetime,
        place: int = 0,
        units: int = 1,
    ) -> tuple[tuple[int, ...], Entitlement]:
        sharing = row.get("sharing") or "subscription"
        if sharing != "subscription":
            owner = ("account", account_id)
        if sharing == "pooled":
            units = self._pool(account_id, row["plan_id"], at)
        limit = row.get("event_limit")
        each = Entitlement(
            owner, row["plan_id"], row.get("bucket_id") or row["allowance_id"],
            int(row["quantity"]) * units, bool(place) and row.get("balance_period") == "validity",
            int(limit) if limit else None,
        )  # fmt: skip
        is_shared = int(owner[0] == "account")
        return (-priority_of(row), is_shared, place), each

    def _pool(self, account_id: str, plan_id: str, at: dt.datetime) -> int:
        """How often a pool counts: each line with the plan once, a booking by its units."""
        units = 0
        for subscription_id in self._lines[account_id]:
            row = self.tables["subscriptions"].active((subscription_id,), at)
            if row is None or row["account_id"] != account_id:
                continue
            units += row["plan_id"] == plan_id
            for booking_id in self._bookings.get(subscription_id, []):
                booking = self.tables["add_ons"].active((subscription_id, booking_id), at)
                if booking is not None and booking["plan_id"] == plan_id:
                    units += int(booking.get("units") or 1)
        return units


def direction_of(row: dict[str, str]) -> str:
    """Direction of the usage that draws on an allowance."""
    return row.get("direction") or "outgoing"


def priority_of(row: Version) -> int:
    """Priority of an allowance."""
    return int(row.get("priority") or PRIORITY)
