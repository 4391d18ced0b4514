"""What every case becomes, whoever published it: a small operator in our own terms.

Names are local to the scenario (``files`` puts the case in front of them). Quantities are in the
unit of the case and may have decimals (``files`` counts in a finer unit then); money is in the
currency of the case; times are local ones of the case, taken for UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
USUAL_START = datetime(2024, 3, 5, 10, tzinfo=UTC)
"""A Tuesday, in the middle of nothing: when a case that says no time takes place."""
EVERYWHERE = "all"
ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True)
class Plan:
    """A plan, or an add-on or supplier's tariff; its charges choose by its calendar."""

    name: str
    line_type: str = "handset"
    calendar: str = "case"
    decimals: int = 4
    """Of its currency, to which a line is rounded."""
    money_digits: int = 0
    """Its money is counted in units of 10 to the power of minus this: for figures of more than six
    decimals."""


@dataclass(frozen=True)
class Tier:
    """One tier: ``unit_price`` for each ``rate_unit`` of the quantity above ``from_quantity``."""

    from_quantity: Decimal
    unit_price: Decimal
    rate_unit: Decimal = ONE
    increment: Decimal | None = None
    flat_fee: Decimal | None = None


@dataclass(frozen=True)
class Charge:
    """A usage charge. ``options`` are columns of the contract that count no quantity."""

    name: str
    plan: str
    tiers: tuple[Tier, ...]
    service: str = "content"
    direction: str = "outgoing"
    zone: str = EVERYWHERE
    time_band: str = "any"
    initial_increment: Decimal | None = None
    next_increment: Decimal | None = None
    connect_fee: Decimal = ZERO
    options: Mapping[str, object] = field(default_factory=dict)
    valid_from: datetime = ALWAYS
    valid_to: datetime | None = None


@dataclass(frozen=True)
class Commitment:
    """What the usage charges of a whole period are topped up to."""

    name: str
    plan: str
    amount: Decimal


@dataclass(frozen=True)
class Allowance:
    """A quantity (or, with unit money, an amount) that a plan gives to usage of one zone.

    Rows with one ``bucket`` draw on one quantity.
    """

    name: str
    plan: str
    quantity: Decimal
    service: str = "content"
    direction: str = "outgoing"
    zone: str = EVERYWHERE
    bucket: str = ""
    is_money: bool = False
    increment: Decimal | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Subscription:
    """One interval of a subscription on a plan."""

    name: str
    plan: str
    account: str = "account"
    valid_from: datetime = ALWAYS
    valid_to: datetime | None = None


@dataclass(frozen=True)
class Booking:
    """An add-on booked beside the plan."""

    name: str
    subscription: str
    plan: str
    valid_from: datetime
    valid_to: datetime | None = None
    units: int = 1


@dataclass(frozen=True)
class Band:
    """One row of a time band; minutes of the local day, half-open."""

    name: str
    day_type: str
    from_minute: int = 0
    to_minute: int = 1440
    priority: int = 0
    calendar: str = "case"


@dataclass(frozen=True)
class Destination:
    """Dialled digits (voice and messages) or a two-digit place (data and content), and its zone.

    With a network, only what is dialled in one that begins so.
    """

    digits: str
    zone: str
    kind: str = "number"
    network: str = ""
    valid_from: datetime = ALWAYS
    valid_to: datetime | None = None


@dataclass(frozen=True)
class Event:
    """One use. ``load`` counts from 1; ``reverses`` names the event that this one takes back."""

    name: str
    quantity: Decimal
    subscription: str = "line"
    service: str = "content"
    direction: str = "outgoing"
    digits: str = ""
    network: str = ""
    started_at: datetime = USUAL_START
    load: int = 1
    outcome: str = "completed"
    session: str = ""
    part: int = 0
    reverses: str = ""


@dataclass(frozen=True)
class Route:
    """A supplier that carries every use of the case, at a plan of line_type supplier."""

    name: str
    plan: str


@dataclass(frozen=True)
class Scenario:
    """All that a case puts into the lake."""

    plans: tuple[Plan, ...]
    charges: tuple[Charge, ...]
    subscriptions: tuple[Subscription, ...]
    events: tuple[Event, ...]
    allowances: tuple[Allowance, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    bookings: tuple[Booking, ...] = ()
    bands: tuple[Band, ...] = ()
    holidays: tuple[datetime, ...] = ()
    destinations: tuple[Destination, ...] = ()
    routes: tuple[Route, ...] = ()
    tax_rate: Decimal = ZERO
    reads_each_load: bool = False
    """Whether its figures are what stands after each load, not only after the last."""
    rerated_period: str = ""
    """The month that is ordered to be rated again once everything has arrived; empty for none."""
