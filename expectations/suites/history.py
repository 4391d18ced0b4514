"""Checks beside earlier data: wrong but valid data shows only there.

Each compares the last whole week of a mart with the four weeks before it, so that every weekday
stands against the same weekdays, in whole percent. Where those weeks hold too little, the value is
null: there is nothing to compare yet, and the check holds.
"""

from __future__ import annotations

from expectations.suite import NOTHING, Between, Check, Group

WEEKS = 4
"""Weeks before the last that are its measure."""
DRIFT_POINTS = 15
"""Percentage points by which a category's share of a week may differ from the weeks before."""


def _days(mart: str, day: str) -> str:
    """Bounds of the weeks: the newest day is still filling."""
    return (
        f"(select max({day}) - 1 as last_day, max({day}) - {8 + 7 * WEEKS} as before_day, "
        f"min({day}) as first_day from {mart})"
    )


def weekly(
    mart: str, day: str, name: str, owner: str, advice: str, *, fewest: int, expected: Between,
    measure: str = "count(*)",
) -> Group:  # fmt: skip
    """Expect a week to hold about as much as the weeks before, in percent of their mean.

    `measure` is an aggregate that gives whole numbers; `fewest` is how much a week must have had
    on average before it says anything.
    """
    return Group(
        f"""(
            with measured as (
                select
                    {measure} filter ({day} > last_day - 7 and {day} <= last_day) as recent,
                    {measure} filter ({day} > before_day and {day} <= last_day - 7) as earlier,
                    any_value(first_day) as first_day, any_value(before_day) as before_day
                from {mart} cross join {_days(mart, day)}
            )
            select cast({100 * WEEKS} * coalesce(recent, 0) // earlier as bigint) as share
            from measured
            where first_day <= before_day + 1 and earlier >= {WEEKS * fewest}
        )""",
        (Check(name, "max(share)", expected, owner, advice, is_of_history=True),),
    )


def drift(
    mart: str, day: str, category: str, name: str, owner: str, advice: str, *, fewest: int,
    measure: str = "count(*)",
) -> Group:  # fmt: skip
    """Expect each category to have about its share of the weeks before; names those that do not."""
    return Group(
        f"""(
            with counted as (
                select coalesce(cast({category} as varchar), 'none') as category,
                    coalesce({measure} filter ({day} > last_day - 7 and {day} <= last_day), 0)
                        as recent,
                    coalesce({measure} filter ({day} > before_day and {day} <= last_day - 7), 0)
                        as earlier,
                    any_value(first_day) as first_day, any_value(before_day) as before_day
                from {mart} cross join {_days(mart, day)}
                group by all
            ),
            totals as (
                select *, sum(recent) over () as recent_total,
                    sum(earlier) over () as earlier_total,
                    min(first_day) over () as first_of_all
                from counted
            )
            select category, cast(100 * recent // recent_total as bigint) as now_percent,
                cast(100 * earlier // earlier_total as bigint) as before_percent
            from totals
            where first_of_all <= before_day + 1 and recent_total >= {fewest}
                and earlier_total >= {WEEKS * fewest}
        )""",
        (
            Check(
                name,
                "case when count(*) > 0 then coalesce(string_agg(category || ' ' || now_percent "
                "|| ' percent instead of ' || before_percent, '; ' order by category) "
                f"filter (abs(now_percent - before_percent) > {DRIFT_POINTS}), '') end",
                NOTHING,
                owner,
                advice,
                is_of_history=True,
            ),
        ),
    )


def known_share(
    mart: str, column: str, target: str, key: str, name: str, owner: str, *, lowest: int = 95,
    where: str = "true", is_target_optional: bool = False,
) -> Group:  # fmt: skip
    """Expect at least `lowest` percent of a mart's rows to name something that exists.

    ``is_target_optional``: an operator may have no inventory `target` at all; where it is empty,
    there is then nothing to compare. Of any other, an empty one means that its files are missing.
    """
    comparable = f"exists (select 1 from {target})" if is_target_optional else "true"
    return Group(
        f"""(
            select case when {comparable} then
                cast(100 * coalesce(sum(rows) filter (found), 0) // sum(rows) as bigint)
            end as share
            from (
                select named.rows, exists (
                    select 1 from {target} as target where target.{key} = named.value
                ) as found
                from (
                    select {column} as value, count(*) as rows from {mart}
                    where {where} and {column} is not null group by {column}
                ) as named
            )
        )""",
        (
            Check(
                name,
                "max(share)",
                Between(lowest, 100),
                owner,
                f"Many rows of {mart} name a {column} that {target} lacks: a file of it is likely "
                "missing, or came halved. Look at what landed last.",
            ),
        ),
    )
