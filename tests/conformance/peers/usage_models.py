"""What the peers that bill software have in common: one price model over the usage of a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests.conformance.outputs import Outcome
from tests.conformance.scenario import (
    ONE,
    ZERO,
    Allowance,
    Charge,
    Event,
    Plan,
    Scenario,
    Subscription,
    Tier,
)

PERIOD_FROM = datetime(2024, 3, 1, tzinfo=UTC)
PERIOD_TO = datetime(2024, 4, 1, tzinfo=UTC)
FIRST_USE = datetime(2024, 3, 5, 10, tzinfo=UTC)
LINE = "line"


@dataclass(frozen=True)
class PriceModel:
    """A charge over the usage of a period, with what the subscription gets for nothing."""

    tiers: tuple[Tier, ...]
    options: Mapping[str, object] = field(default_factory=dict)
    connect_fee: Decimal = ZERO
    initial_increment: Decimal | None = None
    free_quantity: Decimal | None = None
    allowance_options: Mapping[str, object] = field(default_factory=dict)

    @property
    def charge(self) -> Charge:
        """The charge of the plan."""
        return Charge(
            "usage",
            "plan",
            self.tiers,
            initial_increment=self.initial_increment,
            next_increment=self.initial_increment,
            connect_fee=self.connect_fee,
            options={"tier_scope": "period", **self.options},
        )

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """What is free, if anything is."""
        if self.free_quantity is None:
            return ()
        return (
            Allowance("free", "plan", self.free_quantity, options=dict(self.allowance_options)),
        )


@dataclass(frozen=True)
class Use:
    """One event of a run, or (``reverses``) the taking back of an earlier one."""

    quantity: Decimal
    reverses: str = ""


def usage_scenario(
    model: PriceModel,
    runs: Sequence[Sequence[Use]],
    *,
    decimals: int = 4,
    probes: Mapping[str, Sequence[Decimal]] | None = None,
    tax_rate: Decimal = ZERO,
) -> Scenario:
    """One line that uses so much in each run (a load each), and lines that use other quantities.

    ``probes`` are further lines on the same plan, by name with their events: the figure of one tier
    is the difference between a line that ends with it and one that ends before it.
    """
    lines = {LINE: [(load, use) for load, uses in enumerate(runs, 1) for use in uses]}
    for name, quantities in (probes or {}).items():
        lines[name] = [(1, Use(quantity)) for quantity in quantities]
    return Scenario(
        plans=(Plan("plan", decimals=decimals),),
        charges=(model.charge,),
        subscriptions=tuple(
            Subscription(name, "plan", f"account-{name}", PERIOD_FROM, PERIOD_TO) for name in lines
        ),
        allowances=model.allowances,
        events=tuple(
            Event(
                event_name(name, place),
                use.quantity,
                name,
                load=load,
                started_at=FIRST_USE + timedelta(minutes=place),
                reverses=use.reverses,
            )
            for name, uses in lines.items()
            for place, (load, use) in enumerate(uses)
        ),
        tax_rate=tax_rate,
        reads_each_load=len(runs) > 1,
    )


def event_name(line: str, place: int) -> str:
    """The name of a line's event at its place, 0 for the first."""
    return f"{line}-{place}"


def used(*quantities: Decimal) -> list[Use]:
    """The events of a run; what is zero is no event."""
    return [Use(quantity) for quantity in quantities if quantity]


def run_total(outcome: Outcome, load: int, amount: str = "unrounded_amount") -> Decimal:
    """What a run adds: what stands after its load less what stood before it."""
    before = outcome.total(LINE, load - 1, amount) if load > 1 else ZERO
    return outcome.total(LINE, load, amount) - before


def tiers_to(
    bounds: Sequence[Decimal | None], prices: Sequence[Decimal], fees: Sequence[Decimal | None]
) -> tuple[Tier, ...]:
    """Tiers by where each ends (the last may have no end), laid end to end from 0.

    Beyond the end of a last tier nothing is charged: a closing tier for nothing.
    """
    tiers: list[Tier] = []
    begin = ZERO
    for bound, price, fee in zip(bounds, prices, fees, strict=True):
        if bound is not None and bound <= begin and tiers:
            continue
        tiers.append(Tier(begin, price, flat_fee=fee))
        if bound is None:
            return tuple(tiers)
        begin = bound
    return (*tiers, Tier(begin, ZERO))


def package_tiers(size: Decimal, price: Decimal, free: Decimal = ZERO) -> tuple[Tier, ...]:
    """Whole packages of a size at a price, after what is free."""
    packages = Tier(free, price, rate_unit=size, increment=size)
    return (Tier(ZERO, ZERO), packages) if free else (packages,)


def unit_tiers(price: Decimal) -> tuple[Tier, ...]:
    """A price for each unit."""
    return (Tier(ZERO, price, rate_unit=ONE),)


def increases(cumulative: Sequence[Decimal]) -> list[list[Use]]:
    """Events of runs that state the quantity so far: the increase of each.

    A decrease takes events back from the latest on; where it takes back a part, the event was two
    from the beginning.
    """
    pieces: list[tuple[int, Decimal]] = []  # run and quantity, in the order of use
    taken: list[tuple[int, int]] = []  # place in `pieces` and the run that takes it back
    standing: list[int] = []  # places in `pieces` that stand
    before = ZERO
    for run, quantity in enumerate(cumulative):
        change = quantity - before
        before = quantity
        if change > 0:
            pieces.append((run, change))
            standing.append(len(pieces) - 1)
        while change < 0:
            place = standing.pop()
            piece_run, size = pieces[place]
            if size > -change:
                pieces[place] = (piece_run, size + change)
                pieces.insert(place + 1, (piece_run, -change))
                taken = [(each + (each > place), at) for each, at in taken]
                standing.append(place)
                place, size = place + 1, -change
            taken.append((place, run))
            change += size
    return _events_of(pieces, taken, len(cumulative))


def _events_of(
    pieces: Sequence[tuple[int, Decimal]], taken: Sequence[tuple[int, int]], runs: int
) -> list[list[Use]]:
    # names follow the order of events over all runs, as `usage_scenario` gives them
    order: list[tuple[int, int, bool]] = sorted(
        [(run, place, False) for place, (run, _) in enumerate(pieces)]
        + [(run, place, True) for place, run in taken],
        key=lambda each: (each[0], each[2], each[1]),
    )
    names = {
        place: event_name(LINE, number)
        for number, (_, place, is_taken) in enumerate(order)
        if not is_taken
    }
    uses: list[list[Use]] = [[] for _ in range(runs)]
    for run, place, is_taken in order:
        uses[run].append(Use(pieces[place][1], names[place] if is_taken else ""))
    return uses
