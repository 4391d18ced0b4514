"""Who pays for an event, and where it leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tests.oracle.calendars import Calendars
from tests.oracle.entitlements import Entitlements
from tests.oracle.knowledge import Order, Table, Version
from tests.oracle.local import LOCAL, midnight, next_month, normalised, period_of
from tests.oracle.segments import Piece, pieces
from tests.oracle.tariffs import Prices, Tariff, Use

MOMENT = dt.timedelta(microseconds=1)
# Kept whole by key; what else the oracle reads is kept where it is used.
CHANGES = {
    "charges": ("charge_id",),
    "allowances": ("allowance_id",),
    "destinations": ("destination_kind", "prefix"),
    "taxes": ("tax_code",),
    "accounts": ("account_id",),
    "subscriptions": ("subscription_id",),
    "add_ons": ("subscription_id", "booking_id"),
    "number_history": ("number",),
    "usage_limits": ("service",),
}
# what dbt_project.yml says where the catalogue says nothing
LARGEST = {"voice": 86_400, "sms": 1_000, "mms": 1_000, "data": 10**12, "content": 1_000}


@dataclass(frozen=True)
class Payer:
    """Who pays at an instant."""

    subscription_id: str
    account_id: str
    plan_id: str
    cycle_day: int


class Guide:
    """All reference data as known after the loads so far."""

    def __init__(self) -> None:
        self.tables = {name: Table(*key) for name, key in CHANGES.items()}
        self.calendars = Calendars()
        self.prices = Prices(self.tables["charges"])
        self.entitlements = Entitlements(self.tables)
        self.decimals: dict[str, int] = {}
        self.account_ranks: dict[str, int] = {}

    def learn(self, entity: str, order: Order, row: dict[str, str]) -> None:
        """Take in one row of reference data; usage and one-time charges are none."""
        if entity == "number_history":
            row = row | {"number": normalised(row["number"])}
        if entity in self.tables:
            self.tables[entity].add(order, row)
        if entity == "currencies":
            self.decimals[row["currency"]] = int(row["decimals"])
        elif entity == "accounts":
            self.account_ranks.setdefault(row["account_id"], len(self.account_ranks))
        self.calendars.learn(entity, order, row)
        self.prices.learn(entity, order, row)
        self.entitlements.learn(entity, order, row)

    def payer(self, number: str, at: dt.datetime) -> Payer | str:
        """The paying subscription at an instant, or why there is none."""
        key = (normalised(number),)
        if key not in self.tables["number_history"].versions:
            return "unknown_subscriber"
        owner = self.tables["number_history"].active(key, at)
        payer = self.subscriber(owner["subscription_id"], at) if owner else None
        return payer or ("no_active_plan" if owner else "no_subscription_then")

    def largest(self, service: str, at: dt.datetime) -> int:
        """The most that one record of a service may hold."""
        limit = self.tables["usage_limits"].active((service,), at)
        return int(limit["largest_quantity"]) if limit else LARGEST[service]

    def subscriber(self, subscription_id: str, at: dt.datetime) -> Payer | None:
        """The plan and account of an active subscription at an instant."""
        subscription = self.tables["subscriptions"].active((subscription_id,), at)
        if subscription is None:
            return None
        account = self.tables["accounts"].active((subscription["account_id"],), at)
        if account is None:
            return None
        return Payer(
            subscription_id,
            subscription["account_id"],
            subscription["plan_id"],
            self.cycle_day(account, at),
        )

    def cycle_day(self, account: Version, at: dt.datetime) -> int:
        """Cycle day of an account's version: a changed one applies from the next period."""
        key = (account["account_id"],)
        day = int(account["bill_cycle_day"])
        earlier = self.tables["accounts"].active(key, account.valid_from - MOMENT)
        if earlier is None or int(earlier["bill_cycle_day"]) == day:
            return day
        old = int(earlier["bill_cycle_day"])
        changed = account.valid_from.astimezone(LOCAL).date()
        period = period_of(changed, old)
        is_begun = midnight(period) < account.valid_from
        return old if is_begun and at < midnight(next_month(period)) else day

    def zone(self, kind: str, value: str, at: dt.datetime) -> str | None:
        """Zone of the longest prefix that is active at an instant; `*` is the shortest."""
        for length in range(len(value), 0, -1):
            found = self.tables["destinations"].active((kind, value[:length]), at)
            if found:
                return found["zone"]
        found = self.tables["destinations"].active((kind, "*"), at)
        return found["zone"] if found else None

    def cut(
        self, plan_id: str, use: Use, begin: dt.datetime, quantity: int, first: tuple[Tariff, str]
    ) -> list[Piece]:
        """Where an event that begins at (price, time band) meets other prices: calls alone do."""
        tariff, _ = first
        if use[0] != "voice" or not tariff.is_cuttable():
            return [(0, *first)]
        end = begin + dt.timedelta(seconds=quantity)
        moments = self.calendars.changes(plan_id, begin, end)
        moments |= self.prices.changes(plan_id, use, begin, end)

        def price_at(moment: dt.datetime) -> tuple[Tariff | None, str]:
            band = self.calendars.band(plan_id, moment)
            return self.prices.find(plan_id, use, band, moment), band

        return pieces(begin, quantity, first, moments, price_at)
