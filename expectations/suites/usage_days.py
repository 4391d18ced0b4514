"""Checks of the marts gate on rated usage beside its daily sums, its payers and earlier weeks."""

from __future__ import annotations

from expectations.suite import NONE, Between, Check, Group, none_where
from expectations.suites.history import drift

OWNER = "usage"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
SWITCH = "Codes were swapped or a kind of usage is missing: compare with the switches' own counts."
FEWEST_EVENTS = 1000
"""Events a week below which shares say little."""
FEWEST_A_DAY = 200


def usage_day_groups() -> list[Group]:
    """Return the checks that need one pass over rated usage, and those beside earlier days."""
    return [
        _days(),
        _payers(),
        _waiting(),
        _same_weekday(),
        *(
            drift(
                "fct_usage_daily", "usage_date", category,
                f"{name}_with_another_share_of_events", OWNER, SWITCH,
                fewest=FEWEST_EVENTS, measure="sum(event_count)",
            )
            for category, name in (
                ("service", "services"), ("direction", "directions"), ("zone", "zones"),
                ("currency", "currencies"), ("plan_id", "plans"),
            )
        ),
    ]  # fmt: skip


def _days() -> Group:
    """Each day, service, plan and currency on its own, so that no two errors cancel out."""
    keys = "usage_date, service, direction, zone, plan_id, currency"
    return Group(
        f"""(
            with rated as (
                select {keys}, count(*) as events, sum(quantity) as quantity,
                    sum(charge) as charge, min(started_at) as first_at, max(started_at) as last_at
                from fct_rated_usage group by all
            ),
            daily as (
                select {keys}, sum(event_count) as events, sum(quantity) as quantity,
                    sum(charge_amount) as charge
                from fct_usage_daily group by all
            )
            select rated.usage_date as rated_date, dates.begins_at, rated.first_at, rated.last_at,
                rated.events is distinct from daily.events
                    or rated.quantity is distinct from daily.quantity
                    or rated.charge is distinct from daily.charge as differs
            from rated full outer join daily using ({keys})
            left join dim_dates as dates on dates.date_day = rated.usage_date
        )""",
        (
            none_where(
                "days_of_usage_that_are_not_what_was_rated",
                "differs",
                OWNER,
                "A day, service or currency holds other usage than was rated. " + REBUILD,
            ),
            none_where(
                "usage_on_another_day_than_its_time",
                "rated_date is not null and (begins_at is null or first_at < begins_at "
                "or last_at >= begins_at + interval 25 hours)",
                OWNER,
                "Times lost their zone or were shifted: compare with the switches' own.",
            ),
        ),
    )


def _payers() -> Group:
    return Group(
        """(
            select payers.events, accounts.account_key is null as is_foreign
            from (
                select subscription_row_id, subscription_id, account_key, count(*) as events
                from fct_rated_usage group by all
            ) as payers
            left join (
                select distinct subscription_row_id, subscription_id, account_key
                from dim_subscription_accounts
            ) as accounts using (subscription_row_id, subscription_id, account_key)
        )""",
        (
            Check(
                "rated_events_on_an_account_that_does_not_hold_the_subscription",
                "coalesce(cast(sum(events) filter (is_foreign) as bigint), 0)",
                NONE,
                OWNER,
                "Somebody would pay for another's usage: do not bill. " + REBUILD,
            ),
        ),
    )


def _waiting() -> Group:
    return Group(
        "(select (select count(*) from fct_suspense where status = 'open') "
        "- (select coalesce(sum(event_count), 0) from fct_event_statuses "
        "where status = 'suspended') as events)",
        (
            Check(
                "suspended_events_less_those_in_suspense",
                "max(cast(events as bigint))",
                NONE,
                OWNER,
                "Events wait that suspense does not show, or the other way round. " + REBUILD,
            ),
        ),
    )


def _same_weekday() -> Group:
    return Group(
        f"""(
            with days as (
                select usage_date, sum(event_count) as events,
                    (select max(usage_date) from fct_usage_daily) - 1 as last_day
                from fct_usage_daily group by usage_date
            ),
            weekdays as (
                select sum(events) filter (usage_date = last_day) as events,
                    sum(events) filter (usage_date < last_day) as events_before
                from days
                where (last_day - usage_date) in (0, 7, 14, 21, 28)
                having count(*) filter (usage_date < last_day) = 4
                    and events_before >= {4 * FEWEST_A_DAY}
            )
            select cast(400 * coalesce(events, 0) // events_before as bigint) as share
            from weekdays
        )""",
        (
            Check(
                "last_day_of_events_in_percent_of_the_same_weekdays_before",
                "max(share)",
                Between(40, 300),
                OWNER,
                "Switches are missing or doubled on the newest whole day, or it was no usual day.",
                is_of_history=True,
            ),
        ),
    )
