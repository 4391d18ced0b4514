"""Rating a period twice, by the catalogue there is and by the candidate, both aside and alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from delivery.aside import Scope, ScopeError, choose_scope, rate_aside, remove_home
from delivery.aside.rating import RATED, LandMore
from trunkline.disk_space import full_disk_named
from trunkline.lock import writer_lock
from trunkline.settings import Settings
from trunkline.warehouse import open_warehouse, require_last_load

HOME = "whatif"
COSTS, WAITING = "fct_supply_costs", "fct_supply_suspense"
Rows = list[dict[str, Any]]

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
# what a supplier has no price for would look like usage that costs nothing
WITH_COSTS = """
create temp table with_costs as
select * from both_sides where line_no not in (
    select line_no from present_waiting union all select line_no from candidate_waiting
)
"""
# a charge and a cost in two currencies are two rows: no rate of exchange is guessed
MARGINS = """
with costs as (
    select line_no, currency, cost as present, 0 as candidate from present_costs
    union all
    select line_no, currency, 0 as present, cost as candidate from candidate_costs
),

amounts as (
    select currency, present, candidate from with_costs
    union all
    select costs.currency, -costs.present, -costs.candidate
    from costs
    inner join with_costs on with_costs.line_no = costs.line_no
)

select currency, sum(present)::decimal(24, 6) as present,
    sum(candidate)::decimal(24, 6) as candidate,
    sum(candidate - present)::decimal(24, 6) as difference
from amounts
where exists (from costs)
group by all order by 1
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
                rated = rate_aside(settings, warehouse, HOME, last, land, (RATED, COSTS, WAITING))
                query = rated.attach(warehouse, "aside")
                warehouse.execute(
                    f"create temp table {side} as select line_no, plan_id, currency, charge "
                    f"from {query}"
                )
                warehouse.execute(
                    f"create temp table {side}_costs as select line_no, currency, cost "
                    f"from {rated.events('aside', COSTS)}"
                )
                warehouse.execute(
                    f"create temp table {side}_waiting as select line_no "
                    f"from {rated.events('aside', WAITING)} where status = 'open'"
                )
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
    unrateable = _rows(
        warehouse,
        "select count(*) as events from scope where event_id not in (select event_id from "
        "both_sides) and event_id not in (select original_event_id from fct_usage_adjustments)",
    )[0]["events"]
    warehouse.execute(WITH_COSTS)
    return Trial(
        period=period,
        known_at=known_at,
        left_out=left_out,
        unrateable=unrateable,
        uncosted=_rows(
            warehouse,
            "select count(*) as events from both_sides "
            "where line_no not in (select line_no from with_costs)",
        )[0]["events"],
        totals=_rows(warehouse, TOTALS),
        margins=_rows(warehouse, MARGINS),
        groups=_rows(warehouse, GROUPS),
        losers=_rows(warehouse, LOSERS, {"limit": limit}),
        subscriptions=_rows(warehouse, "from by_subscription order by all"),
    )


def _rows(
    warehouse: duckdb.DuckDBPyConnection, query: str, values: dict[str, object] | None = None
) -> Rows:
    found = warehouse.execute(query, values or {})
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def share(difference: Decimal, present: Decimal) -> str:
    """Return the difference as a percentage of the present amount, in words of a person."""
    if not present:
        return "from nothing" if difference else "no change"
    tenths = int((difference * 1000 / present).to_integral_value())
    return f"{tenths / 10:+.1f} %"
