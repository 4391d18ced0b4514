"""Rating a period twice, by the catalogue there is and by the candidate, both aside and alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from delivery.aside import Scope, ScopeError, choose_scope, rate_aside, remove_home
from delivery.aside.rating import RATED, LandMore
from delivery.aside.scope import LOOKS_AT_WHOLE_PERIODS
from delivery.whatif.margins import LEGS, Rows, copy_costs, rows_of, what_remains
from trunkline.disk_space import full_disk_named
from trunkline.lock import writer_lock
from trunkline.settings import Settings
from trunkline.warehouse import open_warehouse, require_last_load

HOME = "whatif"

# both sides of each event that both catalogues can rate; what was taken back costs nothing
SIDES = """
create temp table both_sides as
select scope.event_id, scope.line_no, scope.account_key, scope.subscription_id, present.plan_id,
    present.currency, candidate.currency as candidate_currency, present.charge as present,
    candidate.charge as candidate
from scope
inner join present on present.line_no = scope.line_no
inner join candidate on candidate.line_no = scope.line_no
where scope.event_id not in (select original_event_id from fct_usage_adjustments)
    and scope.account_key not in (select account_key from left_out)
"""
# the candidate may bring charges that look at the whole period
LEAVE_OUT = """
insert into left_out
select distinct scope.account_key
from {rated} as rated
inner join scope on scope.line_no = rated.line_no
where rated.plan_id in (select plan_id from aside.dim_charges where {condition})
"""
# the segment is that of the account as it is known now
SUBSCRIPTIONS = """
create temp table by_subscription as
with accounts as (
    select account_key, arg_max(segment, valid_from) as segment
    from dim_accounts
    where known_to > $watermark
    group by account_key
)

select sides.account_key, sides.subscription_id, coalesce(accounts.segment, 'none') as segment,
    sides.plan_id, sides.currency, count(*) as events,
    cast(sum(sides.present) as decimal(24, 6)) as present,
    cast(sum(sides.candidate) as decimal(24, 6)) as candidate,
    cast(sum(sides.candidate - sides.present) as decimal(24, 6)) as difference
from both_sides as sides
left join accounts on accounts.account_key = sides.account_key
group by all
order by all
"""
FIGURES = """
    count(*) as subscriptions,
    count(*) filter (where difference < 0) as winners,
    count(*) filter (where difference > 0) as losers,
    sum(events)::bigint as events,
    sum(present)::decimal(24, 6) as present,
    sum(candidate)::decimal(24, 6) as candidate,
    sum(difference)::decimal(24, 6) as difference
"""
SPREAD = """,
    min(difference) as least,
    quantile_disc(difference, 0.1) as tenth,
    quantile_disc(difference, 0.5) as median,
    quantile_disc(difference, 0.9) as ninetieth,
    max(difference) as most
"""
TOTALS = f"select currency, {FIGURES} from by_subscription group by all order by 1"
GROUPS = f"""
select segment, plan_id, currency, {FIGURES} {SPREAD}
from by_subscription group by all order by 1, 2, 3
"""
LOSERS = """
select account_key, currency, count(*) as subscriptions, sum(present)::decimal(24, 6) as present,
    sum(candidate)::decimal(24, 6) as candidate, sum(difference)::decimal(24, 6) as difference
from by_subscription
group by all having sum(difference) > 0
order by difference desc, account_key, currency
limit $limit
"""


@dataclass(frozen=True)
class Trial:
    """What a candidate catalogue would change: all amounts net, in currency, not rounded.

    A winner is a subscription that would pay less. `unrateable` are events that only one of the two
    catalogues has a price for, `left_out` those of accounts whose charges look at the whole period;
    neither is in any figure. Margins are what remains after suppliers, none where no supplier
    carries anything; `uncosted` are events that a supplier carries and has no price for: they are
    in no margin.
    """

    period: str
    known_at: int
    left_out: int
    unrateable: int
    uncosted: int
    totals: Rows
    margins: Rows
    groups: Rows
    losers: Rows
    subscriptions: Rows = field(repr=False)


def try_catalogue(
    settings: Settings,
    land_candidate: LandMore,
    period: str,
    segments: tuple[str, ...] = (),
    *,
    limit: int = 10,
    wait: float = 0.0,
) -> Trial:
    """Rate the period's usage by both catalogues, as known at the last load; change nothing.

    `land_candidate` lands the candidate's files in the home whose settings it is given. Raises
    ScopeError where there is no usage, or an amount would change its currency.
    """
    # nobody may write meanwhile: both sides read one warehouse and one lake
    with (
        writer_lock(settings, purpose="whatif", wait=wait),
        full_disk_named(settings),
        open_warehouse(settings) as warehouse,
    ):
        last = require_last_load(settings, warehouse, "usage is rated as known at the last load")
        accounts = _accounts_of(warehouse, segments, last)
        _, left_out = choose_scope(warehouse, Scope(period, accounts=accounts))
        try:
            for side, land in (("present", None), ("candidate", land_candidate)):
                rated = rate_aside(settings, warehouse, HOME, last, land, (RATED, *LEGS))
                query = rated.attach(warehouse, "aside")
                warehouse.execute(
                    f"create temp table {side} as select line_no, plan_id, currency, charge "
                    f"from {query}"
                )
                copy_costs(warehouse, rated, side)
                warehouse.execute(LEAVE_OUT.format(rated=query, condition=LOOKS_AT_WHOLE_PERIODS))
                warehouse.execute("detach database aside")
        finally:
            remove_home(settings, HOME)
        return _summed_up(warehouse, period, last, left_out, limit)


def _accounts_of(
    warehouse: duckdb.DuckDBPyConnection, segments: tuple[str, ...], watermark: int
) -> tuple[str, ...]:
    if not segments:
        return ()
    found = warehouse.execute(
        "select distinct account_key from dim_accounts "
        "where known_to > $watermark and segment in (select unnest($segments::varchar[]))",
        {"watermark": watermark, "segments": list(segments)},
    ).fetchall()
    if not found:
        raise ScopeError(
            f"No account is of segment {', '.join(segments)}.",
            "The segments are those of billing/accounts.",
        )
    return tuple(row[0] for row in found)


def _summed_up(
    warehouse: duckdb.DuckDBPyConnection, period: str, known_at: int, left_out: int, limit: int
) -> Trial:
    warehouse.execute(SIDES)
    other = warehouse.execute(
        "select currency, candidate_currency from both_sides where currency <> candidate_currency"
    ).fetchone()
    if other:
        raise ScopeError(
            f"The candidate prices in {other[1]} what costs {other[0]} now: they have no "
            "difference.",
            "Keep the currency of each plan.",
        )
    warehouse.execute(SUBSCRIPTIONS, {"watermark": known_at})
    unrateable = rows_of(
        warehouse,
        "select count(*) as events from scope where event_id not in (select event_id from "
        "both_sides) and event_id not in (select original_event_id from fct_usage_adjustments) "
        "and account_key not in (select account_key from left_out)",
    )[0]["events"]
    left_out += rows_of(
        warehouse,
        "select count(*) as events from scope "
        "where account_key in (select account_key from left_out)",
    )[0]["events"]
    margins, uncosted = what_remains(warehouse)
    return Trial(
        period=period,
        known_at=known_at,
        left_out=left_out,
        unrateable=unrateable,
        uncosted=uncosted,
        totals=rows_of(warehouse, TOTALS),
        margins=margins,
        groups=rows_of(warehouse, GROUPS),
        losers=rows_of(warehouse, LOSERS, {"limit": limit}),
        subscriptions=rows_of(warehouse, "from by_subscription order by all"),
    )


def share(difference: Decimal, present: Decimal) -> str:
    """Return the difference as a percentage of the present amount, in words of a person."""
    if not present:
        return "from nothing" if difference else "no change"
    tenths = int((difference * 1000 / abs(present)).to_integral_value())
    return f"{tenths / 10:+.1f} %"
