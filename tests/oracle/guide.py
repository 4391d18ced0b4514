"""Who pays for an event, where it leads, in which band it falls, and at which price."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from tests.oracle.knowledge import Order, Table, Version
from tests.oracle.local import LOCAL, midnight, next_month, normalised, period_of

MOMENT = dt.timedelta(microseconds=1)
CHANGES = {
    "plans": ("plan_id",),
    "charges": ("charge_id",),
    "charge_tiers": ("charge_id", "from_quantity"),
    "allowances": ("allowance_id",),
    "destinations": ("destination_kind", "prefix"),
    "time_bands": ("time_band", "day_type", "from_minute"),
    "taxes": ("tax_code",),
    "accounts": ("account_id",),
    "subscriptions": ("subscription_id",),
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


@dataclass(frozen=True)
class Tariff:
    """One price: the rows it was read from, and what they say."""

    charge_id: str
    rows: tuple[Order, Order]
    service: str
    direction: str
    zone: str
    currency: str
    tax_code: str
    initial: int
    next: int
    rate_unit: int
    connect_fee: Decimal
    unit_price: Decimal


class Guide:
    """All reference data as known after the loads so far."""

    def __init__(self) -> None:
        self.tables = {name: Table(*key) for name, key in CHANGES.items()}
        self.holidays: dict[str, str] = {}
        self.decimals: dict[str, int] = {}
        self.account_ranks: dict[str, int] = {}
        self._by_use: dict[tuple[str, ...], set[str]] = {}
        self._allowances: dict[tuple[str, ...], set[str]] = {}

    def learn(self, entity: str, order: Order, row: dict[str, str]) -> None:
        """Take in one row of reference data; usage and one-time charges are none."""
        if entity == "number_history":
            row = row | {"number": normalised(row["number"])}
        if entity in self.tables:
            self.tables[entity].add(order, row)
        if entity == "holidays":
            self.holidays[row["holiday_date"]] = row["status"]
        elif entity == "currencies":
            self.decimals[row["currency"]] = int(row["decimals"])
        elif entity == "accounts":
            self.account_ranks.setdefault(row["account_id"], len(self.account_ranks))
        elif entity == "charges":
            use = (row["plan_id"], row["service"], row["direction"], row["zone"])
            self._by_use.setdefault(use, set()).add(row["charge_id"])
        elif entity == "allowances":
            covered = (row["plan_id"], row["service"], row["zone"])
            self._allowances.setdefault(covered, set()).add(row["allowance_id"])

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

    def time_band(self, at: dt.datetime) -> str:
        """Band of the local minute; where no band covers it, `any`."""
        local = at.astimezone(LOCAL)
        weekday = ["weekday"] * 5 + ["saturday", "sunday"]
        day_type = weekday[local.weekday()]
        if self.holidays.get(local.date().isoformat()) == "active":
            day_type = "holiday"
        minute = local.hour * 60 + local.minute
        begins = midnight(local.date())
        for key in self.tables["time_bands"]:
            band = self.tables["time_bands"].active(key, begins)
            if band is None or band["day_type"] != day_type:
                continue
            if int(band["from_minute"]) <= minute < int(band["to_minute"]):
                return band["time_band"]
        return "any"

    def tariff(
        self, plan_id: str, use: tuple[str, str, str], band: str, at: dt.datetime
    ) -> Tariff | None:
        """Price of (service, direction, zone) on a plan; a charge for the band before `any`."""
        offers: list[tuple[bool, Version, Version]] = []
        for charge_id in self._by_use.get((plan_id, *use), ()):
            charge = self.tables["charges"].active((charge_id,), at)
            tier = self.tables["charge_tiers"].active((charge_id, "0"), at)
            if charge is None or tier is None or charge["charge_kind"] != "usage":
                continue
            if (charge["plan_id"], charge["service"], charge["direction"], charge["zone"]) != (
                plan_id,
                *use,
            ):
                continue
            if charge["time_band"] in (band, "any"):
                offers.append((charge["time_band"] == band != "any", charge, tier))
        if not offers:
            return None
        _, charge, tier = max(offers, key=lambda o: (o[0], o[1].order, o[2].order))
        return Tariff(
            charge["charge_id"], (charge.order, tier.order),
            charge["service"], charge["direction"], charge["zone"],
            charge["currency"], charge["tax_code"],
            int(charge["initial_increment"]), int(charge["next_increment"]),
            int(charge["rate_unit"]), Decimal(charge["connect_fee"]), Decimal(tier["unit_price"]),
        )  # fmt: skip

    def grant(
        self, plan_id: str, service: str, zone: str, at: dt.datetime
    ) -> tuple[str, int] | None:
        """(allowance_id, quantity) of a plan for a service and zone at an instant."""
        found = []
        for allowance_id in self._allowances.get((plan_id, service, zone), ()):
            row = self.tables["allowances"].active((allowance_id,), at)
            if row and (row["plan_id"], row["service"], row["zone"]) == (plan_id, service, zone):
                found.append(row)
        if not found:
            return None
        newest = max(found, key=lambda row: row.order)
        return newest["allowance_id"], int(newest["quantity"])
