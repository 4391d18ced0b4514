"""Billing periods: which have ended, which are closed, and what was asked to be closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from trunkline.errors import TrunklineError


class PeriodError(TrunklineError):
    """A period cannot be closed: it is unknown, not ended, or closed already."""


@dataclass(frozen=True, order=True)
class Period:
    """One bill cycle's month, named by its first local day; `ends_at` is UTC."""

    period: dt.date
    cycle_day: int
    ends_at: dt.datetime
    close_load_seq: int | None
    charges: int
    amounts: tuple[tuple[str, Decimal], ...]
    """Currency and net amount of its charges, rounded by no one."""

    def __str__(self) -> str:
        return f"cycle {self.cycle_day} period {self.period}"

    def has_ended(self, now: dt.datetime) -> bool:
        """Say whether the period's last instant lies before `now`."""
        return self.ends_at <= now


def read_periods(warehouse: duckdb.DuckDBPyConnection) -> list[Period]:
    """Return every period of the cycles in use, from the first with a charge, oldest first."""
    rows = warehouse.execute(
        """
        with totals as (
            select cycle_day, period, currency, count(*) as charges, sum(amount) as amount
            from fct_charges group by all
        ),
        charged as (
            select cycle_day, period, sum(charges) as charges,
                list({'currency': currency, 'amount': amount} order by currency) as amounts
            from totals group by all
        ),
        beginnings as (
            select cycle_day, min(period) as first_period from fct_charges group by all
        )
        select
            periods.period, cast(periods.cycle_day as integer), periods.period_to,
            periods.close_load_seq, coalesce(charged.charges, 0), coalesce(charged.amounts, [])
        from dim_billing_periods as periods
        inner join beginnings
            on beginnings.cycle_day = periods.cycle_day
            and beginnings.first_period <= periods.period
        left join charged
            on charged.cycle_day = periods.cycle_day and charged.period = periods.period
        -- scores land when somebody runs them
        where periods.period_from <= (
            select max(landed_at) from fct_load_files
            where source <> 'trunkline' or entity = 'bill_closes'
        )
        order by periods.period_to, periods.cycle_day
        """
    ).fetchall()
    return [
        Period(
            period,
            cycle_day,
            ends_at.replace(tzinfo=dt.UTC),
            close,
            int(charges),
            tuple((each["currency"], each["amount"]) for each in amounts),
        )
        for period, cycle_day, ends_at, close, charges, amounts in rows
    ]


def choose(
    periods: Iterable[Period], cycles: Iterable[int], names: Iterable[str], now: dt.datetime
) -> list[Period]:
    """Return the periods asked for by cycle and name (`2026-10-15`, or `2026-10` of each cycle).

    Raises PeriodError for the first one that cannot be closed, saying why.
    """
    known = {(period.cycle_day, period.period): period for period in periods}
    asked = list(dict.fromkeys(cycles))
    chosen = []
    for name in names:
        for day in _first_days(name, asked):
            period = known.get((day.day, day))
            if period is None:
                raise PeriodError(
                    f"Cycle {day.day} has no period {day} with anything to bill.",
                    "List them with `trunkline bill periods`.",
                )
            _check(period, now)
            chosen.append(period)
    idle = sorted(set(asked) - {period.cycle_day for period in chosen})
    if idle:
        raise PeriodError(
            f"No period of cycle {', '.join(map(str, idle))} was named.",
            "A period of a cycle begins on its day: name it as 2026-10-15, or 2026-10.",
        )
    return sorted(set(chosen))


def all_ended(periods: Iterable[Period], now: dt.datetime) -> list[Period]:
    """Return every ended period that is open, empty ones included, oldest first."""
    return [p for p in periods if p.close_load_seq is None and p.has_ended(now)]


def _first_days(name: str, cycles: list[int]) -> list[dt.date]:
    """Return the first days that a name stands for: its own, or that of each cycle in a month."""
    try:
        if len(name) <= 7:
            return [dt.date.fromisoformat(f"{name}-{cycle:02d}") for cycle in cycles]
        day = dt.date.fromisoformat(name)
    except ValueError:
        raise PeriodError(
            f"{name!r} names no period.", "Write its first day, as 2026-10-15, or 2026-10."
        ) from None
    if day.day not in cycles:
        raise PeriodError(
            f"{day} is the first day of a period of cycle {day.day}, which was not named.",
            f"Add --cycle {day.day}, or name another period.",
        )
    return [day]


def _check(period: Period, now: dt.datetime) -> None:
    if period.close_load_seq is not None:
        raise PeriodError(
            f"The {period} was closed by load {period.close_load_seq}.",
            "What was issued never changes: correct it in an open period.",
        )
    if not period.has_ended(now):
        raise PeriodError(
            f"The {period} ends at {period.ends_at:%Y-%m-%d %H:%M} UTC.",
            "Close it after that.",
        )
