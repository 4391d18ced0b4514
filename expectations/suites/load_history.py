"""What the raw gate expects of a load beside the loads before it: shares and sizes of its values.

Landing sees one record at a time, so it lets pass what is possible but not usual: codes that were
swapped, amounts in another unit, times that lost their zone, a column that came empty.
"""

from __future__ import annotations

from expectations.suite import NOTHING, Check, Group
from trunkline.contract import Column, Entity
from trunkline.snapshots import quoted

FEWEST_ROWS = 200
"""Rows, of the load and before it, below which shares say little."""
DRIFT_POINTS = 20
"""Percentage points by which a share may differ from the loads before."""
LOWEST_PERCENT, HIGHEST_PERCENT = 15, 700
"""How far a column's mean may be from that of the loads before."""
WHOLE_DAY = 20 * 3600
"""Seconds of events without which a load is part of a day, whose shares are not a day's."""
WHOLE_CYCLE = 9 * 24 * 3600
"""The same for what follows the bill cycles, three a month: a bill day is not like the next one."""
SPANS_BEFORE = 4
"""How many times its own time before it a load of what people do stands beside: years in which
customers joined are not like the month in which they renew."""


def drift_groups(entity: Entity, staged: str, earlier: str) -> list[Group]:
    """Return the checks on a load's values beside those of the loads before.

    `staged` and `earlier` are relations with the entity's lake columns. Changes are not compared:
    what changes today need not resemble what changed before.
    """
    if entity.load_mode == "changes":
        return []
    started = next((each.name for each in entity.columns if each.type == "timestamp"), None)
    is_timed = entity.load_mode == "events" and started is not None
    # only what switches count runs around the clock
    is_steady = entity.file_identity is not None
    if is_timed and not is_steady:
        earlier = _just_before(_name(started), staged, earlier)
    span = f"epoch(max({_name(started)})) - epoch(min({_name(started)}))" if is_timed else "0"
    least = (WHOLE_DAY if is_steady else WHOLE_CYCLE) if is_timed else 0
    both = (
        f"both_sides as (select *, true as is_new from {staged} "
        f"union all by name select *, false as is_new from {earlier}), "
        f"enough as (select count(*) = 2 and min(counted) >= {FEWEST_ROWS} "
        f"and min(span) >= {least} as is_enough from "
        f"(select is_new, count(*) as counted, {span} as span from both_sides group by is_new))"
    )
    groups = []
    categories = _categories(entity, started if is_timed and is_steady else None)
    if categories:
        groups.append(_shares(both, categories, entity.source))
    numbers = [column for column in entity.columns if _is_number(column)]
    if numbers:
        groups.append(_means(both, numbers, entity.source))
    return groups


def _just_before(started: str, staged: str, earlier: str) -> str:
    return (
        f"(select * from {earlier} where {started} >= (select min({started}) - {SPANS_BEFORE} * "
        f"(max({started}) - min({started})) from {staged}))"
    )


def _is_number(column: Column) -> bool:
    return not column.personal and column.type.startswith(("integer", "decimal"))


def _name(column: str | None) -> str:
    return f'"{column}"'


def _categories(entity: Entity, started: str | None) -> dict[str, str]:
    """SQL of what is counted by share: codes, whether a column is filled, the time of `started`."""
    found = {}
    for column in entity.columns:
        if column.personal:
            continue
        if column.allowed:
            found[column.name] = f"coalesce({_name(column.name)}, 'none')"
        elif _is_number(column):
            found[column.name] = (
                f"case when {_name(column.name)} = 0 then 'zero' "
                f"when {_name(column.name)} is null then 'empty' else 'other' end"
            )
        elif not column.required:
            found[column.name] = f"if({_name(column.name)} is null, 'empty', 'filled')"
    if started:
        found["quarter of the day"] = f"cast(hour({_name(started)}) // 6 + 1 as varchar)"
    return found


def _shares(both: str, categories: dict[str, str], owner: str) -> Group:
    counted = " union all ".join(
        f"select {quoted(name)} as name, {expression} as category, "
        "count(*) filter (is_new) as recent, count(*) filter (not is_new) as before "
        "from both_sides group by all"
        for name, expression in categories.items()
    )
    return Group(
        f"(with {both}, counted as ({counted}), shares as (select name, category, "
        "100 * recent // nullif(sum(recent) over (partition by name), 0) as recent, "
        "100 * before // nullif(sum(before) over (partition by name), 0) as before from counted) "
        "select * from shares cross join enough where is_enough)",
        (
            Check(
                "shares_far_from_the_loads_before",
                "case when count(*) > 0 then coalesce(string_agg(name || ' ' || category || ' ' || "
                "cast(recent as bigint) || ' percent instead of ' || cast(before as bigint), "
                f"'; ' order by name, category) filter (abs(recent - before) > {DRIFT_POINTS}), '')"
                " end",
                NOTHING,
                owner,
                "Codes may be swapped, a column empty or times in another zone: ask the source; "
                "release the load if it is so.",
            ),
        ),
    )


def _means(both: str, numbers: list[Column], owner: str) -> Group:
    """Compare means in whole numbers; those without zeros, whose share is a check of its own."""
    seen = []
    for column in numbers:
        name = _name(column.name)
        # millionths, without a sign: what is owed and what is paid must not cancel out
        value = f"abs(cast(cast({name} as decimal(24, 6)) * cast(1e6 as decimal(7, 0)) as hugeint))"
        sums = [f"coalesce(sum({value}) filter ({side}), 0)" for side in ("is_new", "not is_new")]
        counts = [f"count(*) filter ({side} and {name} <> 0)" for side in ("is_new", "not is_new")]
        seen.append(
            f"select {quoted(column.name)} as name, cast(100 * cast({sums[0]} // "
            f"nullif({counts[0]}, 0) as hugeint) // nullif(cast({sums[1]} // "
            f"nullif({counts[1]}, 0) as hugeint), 0) as bigint) as percent, "
            f"least({counts[0]}, {counts[1]}) as counted from both_sides"
        )
    return Group(
        f"(with {both}, means as ({' union all '.join(seen)}) "
        f"select * from means cross join enough where is_enough and counted >= {FEWEST_ROWS})",
        (
            Check(
                "means_far_from_the_loads_before",
                "case when count(*) > 0 then coalesce(string_agg(name || ' ' || percent || "
                "' percent', '; ' order by name) "
                f"filter (percent not between {LOWEST_PERCENT} and {HIGHEST_PERCENT}), '') end",
                NOTHING,
                owner,
                "Amounts or quantities came in another unit, or a decimal point slipped: ask the "
                "source; release the load if they are real.",
            ),
        ),
    )
