"""Which usage is rated aside: a period, and every account of which something is meant."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

import duckdb

from trunkline.errors import TrunklineError


class ScopeError(TrunklineError):
    """There is no such period, or no usage in it that can be rated again event by event."""


@dataclass(frozen=True)
class Scope:
    """A period by its name, and which plans, accounts or subscriptions of it; none means all."""

    period: str
    plans: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    subscriptions: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = (
            ("plan", self.plans),
            ("account", self.accounts),
            ("subscription", self.subscriptions),
        )
        parts = [f"{word} {name}" for word, names in named for name in names]
        return ", ".join(parts) or "everything"


def days_of(period: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last first day that a name of a period stands for.

    `2026-10-15` is the period of one cycle, `2026-10` that of every cycle. Raises ScopeError.
    """
    try:
        if len(period) == 7:
            first = dt.date.fromisoformat(f"{period}-01")
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
        day = dt.date.fromisoformat(period)
    except ValueError:
        raise ScopeError(
            f"{period!r} names no period.", "Write its first day, as 2026-10-15, or 2026-10."
        ) from None
    return day, day


# Accounts are taken whole, and with those that share a subscription with them: what one event
# draws on an allowance is lacking to another.
CHOSEN = """
create or replace temp table chosen as
with recursive in_period as (
    select event_id, account_key, subscription_id, plan_id
    from fct_rated_usage
    where charged_period between cast($first as date) and cast($last as date)
),

pairs as (
    select distinct account_key, subscription_id from in_period
),

asked as (
    select distinct account_key from in_period
    where (len($plans) = 0 and len($accounts) = 0 and len($subscriptions) = 0)
        or plan_id in (select unnest($plans::varchar[]))
        or account_key in (select unnest($accounts::varchar[]))
        or subscription_id in (select unnest($subscriptions::varchar[]))
),

reached as (
    select account_key from asked
    union
    select others.account_key
    from reached
    inner join pairs as own on own.account_key = reached.account_key
    inner join pairs as others on others.subscription_id = own.subscription_id
)

select in_period.event_id, in_period.account_key, in_period.plan_id
from in_period inner join reached on reached.account_key = in_period.account_key
"""
# Such charges compare all that was charged in the period with something else: what one event costs
# does not say what the account owes.
LOOKS_AT_WHOLE_PERIODS = """
    (charge_kind = 'commitment' or (charge_kind = 'usage' and (
        tier_fees = 'first_always' or period_minimum is not null or period_maximum is not null
        or (tier_scope = 'period' and tier_mode = 'volume')
    )))
"""
WHOLE_PERIODS = f"""
create or replace temp table left_out as
select distinct chosen.account_key from chosen where chosen.plan_id in (
    select plan_id from dim_charges where {LOOKS_AT_WHOLE_PERIODS}
)
"""
SCOPE = """
create or replace temp table scope as
select rated.*, row_number() over (order by rated.event_id) as line_no
from fct_rated_usage as rated
inner join chosen on chosen.event_id = rated.event_id
where chosen.account_key not in (select account_key from left_out)
"""


def choose_scope(warehouse: duckdb.DuckDBPyConnection, scope: Scope) -> tuple[int, int]:
    """Write the temporary table `scope`: rated events with `line_no`, in the order of event_id.

    Returns how many events it holds, and how many were left out since a charge of their account
    looks at the whole period. Raises ScopeError when nothing was charged in the period.
    """
    first, last = days_of(scope.period)
    warehouse.execute(
        CHOSEN,
        {
            "first": first,
            "last": last,
            "plans": list(scope.plans),
            "accounts": list(scope.accounts),
            "subscriptions": list(scope.subscriptions),
        },
    )
    warehouse.execute(WHOLE_PERIODS)
    warehouse.execute(SCOPE)
    found = _count(warehouse, "scope")
    left_out = _count(warehouse, "chosen") - found
    if not found:
        why = (
            f"All {left_out:,} rated events of {scope} are of accounts with charges that look at "
            "the whole period (minimum, maximum, commitment, tiers for all units)."
            if left_out
            else f"No usage of {scope} was charged in period {scope.period}."
        )
        raise ScopeError(why, "`trunkline bill periods` lists what was charged in which period.")
    return found, left_out


def _count(warehouse: duckdb.DuckDBPyConnection, table: str) -> int:
    row = warehouse.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0
