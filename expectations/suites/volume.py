"""Checks of the marts gate on volume: wrong but valid data shows only beside earlier data."""

from __future__ import annotations

from expectations.suite import Between, Check, Group

OWNER = "usage"
FEWEST_EVENTS = 1000
"""Events a week below which weekly totals say little."""


def weekly_volume() -> Group:
    """Compare the last whole week with the four before, in percent, once there is enough.

    Charges are compared by the median of their days, so that one bill shock is no news, and in the
    currency of most events: two currencies are never added.
    """
    return Group(
        f"""(
            with main as (
                select currency from fct_usage_daily
                group by currency order by sum(event_count) desc, currency limit 1
            ),
            days as (
                select usage_date, sum(event_count) as events,
                    coalesce(sum(charge_amount) filter (
                        currency = (select currency from main)), 0) as amount,
                    (select max(usage_date) from fct_usage_daily) - 1 as last_day
                from fct_usage_daily group by usage_date
            ),
            weeks as (
                select sum(events) filter (usage_date > last_day - 7) as events,
                    sum(events) filter (usage_date <= last_day - 7) as events_before,
                    quantile_disc(amount, 0.5) filter (usage_date > last_day - 7) as amount,
                    quantile_disc(amount, 0.5) filter (usage_date <= last_day - 7)
                        as amount_before
                from days
                where usage_date > last_day - 35 and usage_date <= last_day
                having count(*) filter (usage_date <= last_day - 7) = 28
                    and events_before >= {4 * FEWEST_EVENTS}
            )
            select cast(400 * coalesce(events, 0) // events_before as bigint) as events_percent,
                cast(100 * cast(coalesce(amount, 0) * 1000000 as hugeint)
                    // nullif(cast(amount_before * 1000000 as hugeint), 0) as bigint)
                    as amount_percent
            from weeks
        )""",
        (
            Check(
                "last_week_of_events_in_percent_of_the_month_before",
                "max(events_percent)",
                Between(70, 150),
                OWNER,
                "Whole switches or days may be missing or doubled: see usage by day and producer.",
                is_of_history=True,
            ),
            Check(
                "last_week_of_charges_in_percent_of_the_month_before",
                "max(amount_percent)",
                Between(35, 300),
                OWNER,
                "A price, band or allowance was likely corrected by mistake: see the catalogue.",
                is_of_history=True,
            ),
        ),
    )
