"""Small worlds that Hypothesis draws: a tariff, who has it, and what is used over four loads.

A world has an account of its own, so that hundreds of them stand side by side in one lake. Load 1
always knows the tariff; subscriptions, grants and prices may be known later or be corrected.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as draw

LOADS = 4
FIRST_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
DAYS = 70
"""Over three billing periods of any cycle day."""


@dataclass(frozen=True)
class Tier:
    """From which quantity, at which price, with which fee when it is reached."""

    from_quantity: int
    unit_price: Decimal
    flat_fee: Decimal


@dataclass(frozen=True)
class Price:
    """A usage charge with its tiers; `terms` are further columns of the contract."""

    service: str
    time_band: str
    increments: tuple[int, int]
    rate_unit: int
    connect_fee: Decimal
    tiers: tuple[Tier, ...]
    terms: dict[str, object]


@dataclass(frozen=True)
class Grant:
    """What a plan gives in a period, and the load from which it gives more, if it ever does."""

    service: str
    quantity: int
    priority: int
    sharing: str
    increment: int | None
    raised_in_load: int | None


@dataclass(frozen=True)
class Use:
    """One usage event. `second` counts from the first day; no two of a world begin together."""

    load: int
    line: int
    service: str
    second: int
    quantity: int
    outcome: str
    is_known_number: bool
    copied_in_load: int | None
    is_reversed_in_load: int | None


@dataclass(frozen=True)
class World:
    """A tariff and its two subscriptions."""

    cycle_day: int
    prices: tuple[Price, ...]
    corrected_in_load: int | None
    grants: tuple[Grant, ...]
    known_from_load: tuple[int, int]
    leaves_on_day: int | None
    booked_in_load: int | None
    uses: tuple[Use, ...]


def money(largest: int) -> draw.SearchStrategy[Decimal]:
    """An amount of six decimals, often a plain one."""
    plain = draw.sampled_from([Decimal(0), Decimal(1), Decimal("1.98"), Decimal("0.000001")])
    return plain | draw.integers(0, largest * 10**6).map(lambda micros: Decimal(micros).scaleb(-6))


@draw.composite
def tiers(choose: draw.DrawFn) -> tuple[Tier, ...]:
    """One to three tiers from 0."""
    begins = choose(draw.lists(draw.integers(1, 4000), max_size=2, unique=True))
    return tuple(
        Tier(begin, choose(money(3)), choose(money(2)) if begin else Decimal(0))
        for begin in (0, *sorted(begins))
    )


@draw.composite
def prices(choose: draw.DrawFn, service: str, time_band: str) -> Price:
    """A charge for a service in a band. Data are priced per block, the others per second or one."""
    is_data = service == "data"
    block = 1_048_576 if is_data else 1
    steps = [(1, 1), (60, 1), (60, 60), (30, 6)]
    initial, following = choose(draw.sampled_from(steps)) if service == "voice" else (1, 1)
    terms: dict[str, object] = {
        "tier_scope": choose(draw.sampled_from(["event", "period"])),
        "tier_mode": choose(draw.sampled_from(["graduated", "volume"])),
        "tier_bound": choose(draw.sampled_from(["inclusive", "exclusive"])),
        "connect_fee_rule": choose(draw.sampled_from(["each_event", "used", "charged"])),
        "metering_stage": choose(draw.sampled_from(["before_allowance", "after_allowance"])),
        "increment_reach": choose(draw.sampled_from(["next_segment", "own_segment"])),
    }
    if choose(draw.booleans()):
        terms |= {"minimum_charge": Decimal("0.5"), "maximum_charge": Decimal(900)}
    if choose(draw.booleans()):
        terms |= {
            "rounding_stage": choose(draw.sampled_from(["event", "line"])),
            "rounding_mode": choose(draw.sampled_from(["half_up", "half_even", "up", "down"])),
            "rounding_decimals": choose(draw.integers(0, 3)),
        }
    if choose(draw.booleans()):
        terms |= {"period_minimum": Decimal(5), "period_maximum": Decimal(2000)}
    scaled = tuple(
        Tier(tier.from_quantity * block, tier.unit_price, tier.flat_fee) for tier in choose(tiers())
    )
    return Price(
        service,
        time_band,
        (initial * block, following * block),
        block if is_data else choose(draw.sampled_from([1, 60])),
        choose(money(1)),
        scaled,
        terms,
    )


@draw.composite
def grants(choose: draw.DrawFn, place: int) -> Grant:
    """What is given of a service; each of a world has a priority of its own."""
    service = choose(draw.sampled_from(["voice", "sms", "data"]))
    largest = {"voice": 3000, "sms": 4, "data": 8_000_000}[service]
    step = {"voice": 60, "sms": 1, "data": 1_048_576}[service]
    return Grant(
        service,
        choose(draw.integers(0, largest)),
        100 + place,
        choose(draw.sampled_from(["subscription", "account", "pooled"])),
        choose(draw.sampled_from([None, step])),
        choose(draw.none() | draw.integers(2, LOADS)),
    )


@draw.composite
def uses(choose: draw.DrawFn) -> tuple[Use, ...]:
    """Up to nine events, most of them near one another, some copied, reversed or of nobody."""
    # half of them just before a band of the day ends, 08:00 or 20:00 in Seoul
    anywhere = draw.integers(0, DAYS * 86_400 - 1)
    at_an_edge = draw.builds(
        lambda half_day, before: half_day * 43_200 + 39_600 - before,
        draw.integers(0, 2 * DAYS - 2),
        draw.integers(0, 900),
    )
    seconds = choose(draw.lists(anywhere | at_an_edge, min_size=1, max_size=9, unique=True))
    found = []
    for second in seconds:
        service = choose(draw.sampled_from(["voice", "voice", "sms", "data"]))
        largest = {"voice": 8000, "sms": 1, "data": 9_000_000}[service]
        load = choose(draw.integers(1, LOADS))
        later = draw.none() | draw.integers(load, LOADS)
        found.append(
            Use(
                load,
                choose(draw.integers(0, 1)),
                service,
                second,
                choose(draw.integers(1 if service == "sms" else 0, largest) | draw.just(largest)),
                choose(draw.sampled_from(["completed"] * 4 + ["unanswered"])),
                choose(draw.sampled_from([True] * 5 + [False])),
                choose(later),
                choose(later) if choose(draw.integers(0, 5)) == 5 else None,
            )
        )
    return tuple(found)


@draw.composite
def worlds(choose: draw.DrawFn) -> World:
    """A world."""
    banded = choose(draw.booleans())
    bands = ("peak", "off_peak") if banded else ("any",)
    count = choose(draw.integers(0, 3))
    return World(
        choose(draw.sampled_from([1, 15, 28])),
        (
            *(choose(prices("voice", band)) for band in bands),
            choose(prices("sms", "any")),
            choose(prices("data", "any")),
        ),
        choose(draw.none() | draw.integers(2, LOADS)),
        tuple(choose(grants(place)) for place in range(count)),
        (choose(draw.sampled_from([1, 1, 1, 3])), choose(draw.sampled_from([1, 1, 1, 2]))),
        choose(draw.none() | draw.integers(20, DAYS)),
        choose(draw.none() | draw.integers(1, LOADS)),
        choose(uses()),
    )
