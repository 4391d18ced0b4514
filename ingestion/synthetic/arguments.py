"""What one generated operator is made from: size, seed, calendar and rates of faults."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from pathlib import Path

from ingestion.synthetic.rates import Rates


@dataclass(frozen=True)
class FaultRates:
    """Shares of records, files or subscriptions that carry a known fault.

    A rate above zero yields at least one faulty file or subscription, so that small operators
    show every kind; a rate of zero yields none.
    """

    duplicate_within: float = 0.001
    """Share of usage records written twice into the same file."""
    duplicate_across: float = 0.001
    """Share of usage records sent again in a later file of the same switch."""
    duplicate_conflict: float = 0.1
    """Share of the duplicates whose quantity differs from the first copy."""
    missing_files: float = 0.004
    """Share of daily switch files that never arrive (a gap in the sequence)."""
    late_files: float = 0.02
    """Share of daily switch files that arrive with the next delivery."""
    unknown_numbers: float = 0.001
    """Share of usage records charged to a number that no load ever explains."""
    unknown_cured: float = 0.02
    """Share of subscriptions whose rows arrive one delivery after their first use."""
    unrateable: float = 0.004
    """Share of outgoing voice and SMS records to a destination without zone or price."""
    corrected_prices: float = 0.08
    """Share of usage charges whose price is corrected backwards by a later delivery."""
    partial_sessions: float = 0.004
    """Share of data records that are long sessions, written as partial records."""
    reversals: float = 0.002
    """Share of chargeable usage records that a later record takes back."""
    malformed: float = 0.00002
    """Share of extra, damaged lines, which landing must reject (below its threshold)."""
    future_clocks: float = 0.00001
    """Share of extra usage records from a switch whose clock jumped years ahead."""
    absurd_quantities: float = 0.00001
    """Share of extra usage records whose counter ran over."""


@dataclass(frozen=True)
class Arguments:
    """All that decides the bytes of an operator. Equal arguments give equal bytes."""

    subscribers: int
    months: int
    seed: int
    start: dt.date = dt.date(2026, 1, 1)
    events_per_day: float = 10.0
    """Mean usage records per active line and day, before faults."""
    deliveries: str = "months"
    """`months`: all but the last two months, then one month each; `thirds`: each month in three;
    `day`: all but the last day, then that day."""
    faults: FaultRates = field(default_factory=FaultRates)
    rates: Rates = field(default_factory=Rates)

    def __post_init__(self) -> None:
        """Refuse what cannot be generated, saying what would do."""
        if self.subscribers < 1:
            raise ValueError("--subscribers must be at least 1")
        if not 1 <= self.months <= 60:
            raise ValueError("--months must be 1 to 60")
        if self.seed < 0:
            raise ValueError("--seed must not be negative")
        if self.start.day != 1:
            raise ValueError("--start must name a month, such as 2026-01")
        if self.deliveries not in ("months", "thirds", "day"):
            raise ValueError("--deliveries must be months, thirds or day")
        if not 0 < self.events_per_day <= 1000:
            raise ValueError("--events-per-day must be above 0 and at most 1000")
        for rate in fields(self.faults):
            if not 0 <= getattr(self.faults, rate.name) <= 0.5:
                option = rate.name.replace("_", "-")
                raise ValueError(f"--fault-{option} must be a share from 0 to 0.5")


@dataclass(frozen=True)
class Size:
    """Arguments that go together under one name."""

    subscribers: int
    months: int
    events_per_day: float
    deliveries: str


SIZES = {
    "tiny": Size(60, 2, 7.8, "thirds"),
    "demo": Size(2_000, 6, 10.0, "months"),
    "large": Size(25_000, 12, 4.4, "months"),
}


def choose(
    size: str | None,
    subscribers: int | None,
    months: int | None,
    seed: int,
    start: dt.date,
    faults: FaultRates,
    events_per_day: float | None = None,
    deliveries: str | None = None,
    rates: Rates | None = None,
) -> Arguments:
    """Fill what was not said from a named size; without a name from the size that is near.

    Fewer than 500 subscribers and at most 3 months are generated as `tiny` is (many small
    deliveries), everything else as `demo` is. Raises ValueError naming the wrong option.
    """
    if size is not None and size not in SIZES:
        raise ValueError(f"--size must be one of {', '.join(SIZES)}; got {size}")
    if size is None:
        is_small = (subscribers or 2_000) < 500 and (months or 6) <= 3
        size = "tiny" if is_small else "demo"
    named = SIZES[size]
    return Arguments(
        subscribers=named.subscribers if subscribers is None else subscribers,
        months=named.months if months is None else months,
        seed=seed,
        start=start,
        events_per_day=named.events_per_day if events_per_day is None else events_per_day,
        deliveries=named.deliveries if deliveries is None else deliveries,
        faults=faults,
        rates=rates or Rates(),
    )


def require_empty(folder: Path) -> None:
    """Refuse to write into a folder that holds something: two operators must not mix."""
    if folder.exists() and any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty: name a new folder or remove it first")
