"""Who pays for which line on which day, and in which billing period a day lies."""

from __future__ import annotations

import datetime as dt

import numpy as np

from ingestion.synthetic.calendar_of_korea import add_months
from ingestion.synthetic.people import Account
from ingestion.synthetic.people_files import unique_accounts
from ingestion.synthetic.random_numbers import Array
from ingestion.synthetic.schedule import CYCLE_DAYS
from ingestion.synthetic.world import World


class Payers:
    """Arrays by line (and day); a cycle is an index into CYCLE_DAYS, period 0 the first known."""

    def __init__(self, world: World) -> None:
        """Work out what does not depend on when something is known."""
        lines = world.lines
        self.world = world
        self.days = world.schedule.day_count
        self.left = np.array([line.left_day for line in lines])
        self.plan = np.array([line.plan for line in lines])
        self.new_plan = np.array([line.new_plan for line in lines])
        accounts = unique_accounts(lines)
        places = {account.account_id: n for n, account in enumerate(accounts)}
        self.accounts = accounts
        self.account = np.array([places[line.account.account_id] for line in lines])
        self.known_in = np.array(
            [world.schedule.delivery_of_offset(line.joined_day) + line.is_late for line in lines]
        )
        self.cycles = np.array([CYCLE_DAYS.index(first_cycle(a)) for a in accounts], dtype=np.int8)
        changed = [
            n for n, a in enumerate(accounts) if a.opened_day < a.cycle_change_day < self.days
        ]
        self.changed_row = np.full(len(accounts), -1)
        self.changed_row[changed] = np.arange(len(changed))
        self.changed = np.array(
            [cycles_by_day(accounts[n], world) for n in changed], dtype=np.int8
        ).reshape(len(changed), self.days)
        self.first_period = add_months(world.schedule.first_day, -1)
        self.period = np.array(
            [[self.period_at(cycle, day) for day in range(self.days)] for cycle in range(3)]
        )

    def period_at(self, cycle: int, day: int) -> int:
        """Return the period of a cycle that holds a day."""
        date = self.world.schedule.first_day + dt.timedelta(days=day)
        months = (date.year - self.first_period.year) * 12 + date.month - self.first_period.month
        return months - (date.day < CYCLE_DAYS[cycle])

    def period_day(self, cycle: int, period: int) -> dt.date:
        """Return the first local day of a period."""
        return add_months(self.first_period.replace(day=CYCLE_DAYS[cycle]), period)

    def period_of(self, cycle: int, first_day: dt.date) -> int:
        """Return the period that begins on a local day."""
        first = self.first_period
        return (first_day.year - first.year) * 12 + first_day.month - first.month

    def is_active(self, line: Array, day: Array) -> Array:
        """Return whether lines are active on days, by the billing system's book."""
        world = self.world
        joined = (world.joined[line] <= day) & (day < self.left[line])
        is_on: Array = joined & ~((world.suspended[line] <= day) & (day < world.resumed[line]))
        return is_on

    def plan_on(self, line: Array, day: Array) -> Array:
        """Return the plan of lines on days."""
        plan: Array = np.where(
            day < self.world.plan_day[line], self.plan[line], self.new_plan[line]
        )
        return plan

    def cycle_on(self, line: Array, day: Array) -> Array:
        """Return the cycle by which lines are billed on days."""
        account = self.account[line]
        row = self.changed_row[account]
        cycle: Array = self.cycles[account]
        if not len(self.changed):
            return cycle
        return np.where(row < 0, cycle, self.changed[row, day])


def first_cycle(account: Account) -> int:
    """Return the cycle with which an account opens; a change before that was made in time."""
    is_old = account.opened_day < account.cycle_change_day
    return account.cycle_day if is_old else account.new_cycle_day


def cycles_by_day(account: Account, world: World) -> list[int]:
    """Return an account's cycle on each day: a changed one applies from the next period.

    What is in force is the newest row of the account: a row that repeats the cycle of the one
    before it changes nothing any more, so that after a move in between the new cycle holds at once.
    """
    first = world.schedule.first_day
    rows = sorted(
        {account.opened_day}
        | {d for d in (account.move_day, account.cycle_change_day) if d > account.opened_day}
    )
    cycle_from = [
        account.cycle_day if day < account.cycle_change_day else account.new_cycle_day
        for day in rows
    ]
    result = []
    for day in range(world.schedule.day_count):
        place = sum(row <= day for row in rows) - 1
        new = cycle_from[max(0, place)]
        old = cycle_from[max(0, place - 1)]
        cycle = new
        if new != old:
            changed = first + dt.timedelta(days=rows[place])
            period = changed.replace(day=old)
            if changed.day < old:
                period = add_months(period, -1)
            begun = period < changed
            if begun and first + dt.timedelta(days=day) < add_months(period, 1):
                cycle = old
        result.append(CYCLE_DAYS.index(cycle))
    return result
