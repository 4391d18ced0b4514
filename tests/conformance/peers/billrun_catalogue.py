"""BillRun: rates, plans and services of a sequence, as zones, charges and allowances.

Each use of a rate (call, data …) has a zone of its own. A plan charges each at its own price for
it, else at the rate's price for this plan, else at the base price; a service that says a price is
an add-on with that charge. Groups of included usage are buckets, of a plan or of an add-on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.conformance.customer_rows import is_by_number
from tests.conformance.fields import Fields, NotUnderstoodError
from tests.conformance.peers.billrun_tiers import tiers_of
from tests.conformance.scenario import Allowance, Charge, Destination, Plan, Tier

BASE = "BASE"
SERVICE_OF = {
    # The peer rates a call as of its beginning, whatever changes while it lasts. Ours is cut where
    # its price changes, so these are uses that have a quantity and no length in time.
    "call": ("sms", "outgoing"),
    "outgoing_call": ("sms", "outgoing"),
    "incoming_call": ("sms", "incoming"),
    "sms": ("sms", "outgoing"),
    "mms": ("mms", "outgoing"),
    "data": ("data", "outgoing"),
}
COUNTED_THINGS = ("content", "outgoing")
"""What anything else is: so many items of it."""
PRIORITY = 100
"""Of every bucket: services are drawn on before the plan, in the order in which they began."""
OTHER_USAGES = ("gr",)
"""Usage types of the peer's data that a group may name though the case has no rate for them."""


@dataclass(frozen=True)
class RateUse:
    """One use of a rate: where it leads, its prices, and the groups that the rate itself names."""

    rate: str
    usage: str
    place: int
    prices: dict[str, tuple[Tier, ...]]
    groups: tuple[str, ...]
    is_volume: bool

    @property
    def zone(self) -> str:
        """Its zone."""
        return f"rate{self.place:02}"

    @property
    def digits(self) -> str:
        """What is dialled, or the place of it, to get there."""
        return f"{self.place:02}"

    @property
    def service(self) -> str:
        """The kind of use in our terms."""
        return SERVICE_OF.get(self.usage, COUNTED_THINGS)[0]

    @property
    def direction(self) -> str:
        """Outgoing or incoming."""
        return SERVICE_OF.get(self.usage, COUNTED_THINGS)[1]

    @property
    def destination(self) -> Destination:
        """What leads to its zone."""
        kind = "number" if is_by_number(self.service, self.direction) else "network"
        return Destination(self.digits, self.zone, kind)

    def charge(self, plan: str, tiers: tuple[Tier, ...]) -> Charge:
        """Its price in a plan: counted from what allowances leave, in whole intervals of it."""
        return Charge(
            f"{plan}-{self.zone}",
            plan,
            tiers,
            service=self.service,
            direction=self.direction,
            zone=self.zone,
            options={
                "metering_stage": "after_allowance",
                "tier_mode": "volume" if self.is_volume else "graduated",
            },
        )


def rate_uses(given: Fields) -> list[RateUse]:
    """Every use of every rate of the case."""
    uses: list[RateUse] = []
    rates = given.fields("rates")
    for rate in rates.values:
        fields = rates.fields(rate)
        method = fields.one_of("pricing_method", ("tiered", "volume"), "tiered")
        by_usage = fields.fields("by_usage")
        for usage in by_usage.values:
            prices = by_usage.fields(usage)
            groups = tuple(prices.get("groups", []))
            found = {
                name: tiers_of(prices.rows(name)) for name in prices.values if name != "groups"
            }
            prices.done()
            uses.append(RateUse(rate, usage, len(uses), found, groups, method == "volume"))
        by_usage.done()
        fields.done()
    return uses


@dataclass(frozen=True)
class Package:
    """A plan or a service: its charges, its buckets, and how long a service's balance lasts."""

    plan: Plan
    charges: tuple[Charge, ...]
    allowances: tuple[Allowance, ...]
    balance_period: str = ""


def plan_package(name: str, number: int, plans: Fields, uses: list[RateUse]) -> Package:
    """A plan, which charges every use of every rate."""
    plan = Plan(f"plan{number}")
    fields = plans.fields(name)
    own = dict(_own_prices(fields, uses))
    charges = tuple(
        use.charge(plan.name, own.get(use.zone) or use.prices.get(name) or use.prices[BASE])
        for use in uses
        if use.zone in own or name in use.prices or BASE in use.prices
    )
    allowances = tuple(_allowances(fields, plan.name, uses, {}))
    fields.done()
    return Package(plan, charges, allowances)


def service_package(name: str, number: int, services: Fields, uses: list[RateUse]) -> Package:
    """A service: an add-on, with the prices that it says and the groups that it includes."""
    plan = Plan(f"service{number}", line_type="add_on")
    if name not in services.values:
        raise NotUnderstoodError(f"not understood: the case does not say what service {name} is")
    # the peer's data do not have a service that stands as null: it gives nothing
    fields = services.fields(name, {})
    fields.ignore("quantitative")  # the booking says how many
    period = str(fields.get("balance_period", ""))
    lasting: dict[str, object] = {"balance_period": "validity"} if period else {}
    charges = tuple(
        use.charge(plan.name, tiers)
        for use in uses
        for zone, tiers in _own_prices(fields, uses)
        if zone == use.zone
    )
    allowances = tuple(_allowances(fields, plan.name, uses, lasting))
    fields.done()
    return Package(plan, charges, allowances, period)


def _own_prices(fields: Fields, uses: list[RateUse]) -> Iterator[tuple[str, tuple[Tier, ...]]]:
    """The prices that a plan or service says itself, by zone: tiers, or a share of the base."""
    if "rates" not in fields:
        return
    rates = fields.fields("rates")
    for rate in rates.values:
        by_usage = rates.fields(rate)
        for usage in by_usage.values:
            price = by_usage.fields(usage)
            use = next((u for u in uses if (u.rate, u.usage) == (rate, usage)), None)
            if "rate" in price:
                tiers = tiers_of(price.rows("rate"))
            else:
                share = price.decimal("percentage")
                tiers = tuple(_shared(use.prices[BASE], share)) if use else ()
            price.done()
            if use:
                yield use.zone, tiers
        by_usage.done()
    rates.done()


def _shared(tiers: tuple[Tier, ...], share: Decimal) -> Iterator[Tier]:
    for tier in tiers:
        yield replace(tier, unit_price=tier.unit_price * share)


def _allowances(
    fields: Fields, plan: str, uses: list[RateUse], options: dict[str, object]
) -> Iterator[Allowance]:
    """Buckets of a plan's or service's groups.

    Of the groups of one plan only one gives to a use: the first that the rate names, or where
    rates name none, the first of the plan.
    """
    if "include" not in fields:
        return
    include = fields.fields("include")
    given = include.fields("groups")
    usages = {*SERVICE_OF, *OTHER_USAGES, *(use.usage for use in uses)}
    groups = {
        name: _group(given.fields(name), f"{plan}-group{place}", usages)
        for place, name in enumerate(given.values)
    }
    given.done()
    include.done()
    for use in uses:
        named = [name for name in use.groups if name in groups]
        for name in [*named, *(name for name in groups if name not in named)]:
            group = groups[name]
            belongs = use.rate in group.rates if group.rates is not None else name in named
            if belongs and (group.is_money or use.usage in group.quantities):
                yield group.allowance(plan, use, options)
                break


@dataclass(frozen=True)
class _Group:
    """Included usage: money, one quantity for several kinds of use, or one for each."""

    bucket: str
    quantities: dict[str, Decimal]
    is_money: bool
    is_one: bool
    sharing: str
    rates: list[str] | None

    def allowance(self, plan: str, use: RateUse, options: dict[str, object]) -> Allowance:
        """What it gives to one use."""
        return Allowance(
            f"{self.bucket}-{use.zone}",
            plan,
            self.quantities["" if self.is_money else use.usage],
            service=use.service,
            direction=use.direction,
            zone=use.zone,
            bucket=self.bucket if self.is_one else f"{self.bucket}-{use.usage}",
            is_money=self.is_money,
            options={**options, "priority": PRIORITY, "sharing": self.sharing},
        )


def _group(group: Fields, bucket: str, usages: set[str]) -> _Group:
    group.ignore("quantity_affected")  # the booking says whether its quantity counts
    group.ignore("unit")  # how a screen shows it: quantities are in the unit of usage
    sharing, rates = _sharing(group), group.get("rates")
    is_money, is_one = "cost" in group, "value" in group
    if is_money:
        quantities = {"": group.decimal("cost")}
    elif is_one:
        quantities = dict.fromkeys(group.need("usage_types"), group.decimal("value"))
    else:
        kinds = [key for key in group.values if key in usages]
        quantities = {key: group.decimal(key) for key in kinds}
    group.done()
    return _Group(bucket, quantities, is_money, is_one or is_money, sharing, rates)


def _sharing(group: Fields) -> str:
    shared, pooled = group.flag("account_shared"), group.flag("account_pool")
    if pooled:
        return "pooled"
    return "account" if shared else "subscription"
