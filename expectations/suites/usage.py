"""Checks of the marts gate on rated usage, suspense and the accounting of events."""

from __future__ import annotations

from expectations.suite import NONE, Check, Group, no_difference, none_where
from expectations.suites.volume import weekly_volume
from expectations.suites.watched_usage import watched_groups

OWNER = "usage"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
KEYS = (
    "event_id rating_seq subscription_id account_key plan_id charge_id service direction zone "
    "currency tax_code usage_date period charged_period quantity metered_quantity charge"
).split()


def usage_groups(watermark: int) -> list[Group]:
    """Return the checks on usage; `watermark` is the load that the build stands at."""
    return [
        _rated(watermark),
        _newest(),
        _calendar(),
        _daily(),
        Group(
            "fct_usage_adjustments",
            (none_where("adjustments_that_add", "amount > 0 or amount is null", OWNER, REBUILD),),
        ),
        _accounted(watermark),
        _waiting(),
        *watched_groups(watermark),
        weekly_volume(),
    ]


def _rated(watermark: int) -> Group:
    missing = " or ".join(f"{key} is null" for key in KEYS)
    return Group(
        "fct_rated_usage",
        (
            none_where("rated_usage_without_its_keys", missing, OWNER, REBUILD),
            none_where("negative_rated_charges", "charge < 0", OWNER, REBUILD),
            none_where(
                "impossible_rated_quantities",
                "quantity < 0 or metered_quantity < 0 or free_quantity < 0 "
                "or free_quantity > metered_quantity",
                OWNER,
                REBUILD,
            ),
            none_where(
                "rated_usage_outside_the_loads",
                f"rating_seq < 1 or rating_seq > {watermark}",
                OWNER,
                REBUILD,
            ),
            none_where(
                "usage_charged_before_its_period",
                "charged_period < period or (charged_period <> period) <> is_late",
                OWNER,
                "Late usage goes to a later open period and is marked: look at the closes.",
            ),
            none_where(
                "periods_that_begin_on_another_day",
                "day(charged_period) <> cycle_day",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _newest() -> Group:
    return Group(
        "(select event_id from fct_rated_usage "
        "where rating_seq = (select max(rating_seq) from fct_rated_usage))",
        (
            Check(
                "newest_rated_events_twice",
                "count(*) - count(distinct event_id)",
                NONE,
                OWNER,
                "An append ran twice. Run `trunkline warehouse rebuild`.",
            ),
        ),
    )


def _calendar() -> Group:
    return Group(
        "(select dates.date_day, daily.event_count, daily.quantity, daily.charge_amount "
        "from fct_usage_daily as daily "
        "left join dim_dates as dates on dates.date_day = daily.usage_date)",
        (
            none_where("usage_dates_outside_the_calendar", "date_day is null", OWNER, REBUILD),
            none_where(
                "daily_usage_that_is_not_positive",
                "event_count < 1 or quantity < 0 or charge_amount < 0",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _daily() -> Group:
    return Group(
        "(select (select count(*) from fct_rated_usage) as rated, "
        "(select coalesce(sum(event_count), 0) from fct_usage_daily) as daily, "
        "(select coalesce(sum(charge), 0) from fct_rated_usage) as rated_amount, "
        "(select coalesce(sum(charge_amount), 0) from fct_usage_daily) as daily_amount)",
        (
            Check(
                "rated_events_that_daily_usage_lacks",
                "max(cast(rated - daily as bigint))",
                NONE,
                OWNER,
                REBUILD,
            ),
            no_difference(
                "rated_charges_less_daily_usage", "max(rated_amount - daily_amount)", OWNER, REBUILD
            ),
        ),
    )


def _accounted(watermark: int) -> Group:
    return Group(
        "(select (select coalesce(sum(accepted), 0) from fct_load_files "
        "where entity in ('usage_events', 'call_records', 'tap_records', 'nrtrde_records', "
        "'charging_records', 'usages')) "
        "as accepted, "
        "(select coalesce(sum(event_count), 0) from fct_event_statuses) as accounted, "
        "(select max(load_seq) from fct_load_files) as last_load)",
        (
            Check(
                "accepted_events_without_a_status",
                "max(cast(accepted - accounted as bigint))",
                NONE,
                OWNER,
                "Every event is rated, suspended, non-chargeable, duplicate, reversal or written "
                "off: look for the load in fct_control_totals, control events.",
            ),
            Check(
                "loads_that_the_marts_do_not_show",
                f"coalesce(max({watermark} - last_load), 0)",
                NONE,
                OWNER,
                REBUILD,
            ),
        ),
    )


def _waiting() -> Group:
    return Group(
        "(select (select count(*) from fct_suspense where status = 'open') as waiting, "
        "(select coalesce(sum(event_count), 0) from fct_event_statuses) as events, "
        "(select coalesce(sum(event_count), 0) from fct_event_statuses "
        "where status = 'duplicate') as duplicates)",
        (
            Check(
                "suspended_events_beyond_five_percent",
                "max(cast(greatest(0, waiting - greatest(100, events // 20)) as bigint))",
                NONE,
                OWNER,
                "A catalogue or subscription file is likely missing: see the reasons in suspense.",
            ),
            Check(
                "duplicates_beyond_a_third",
                "max(cast(greatest(0, duplicates - greatest(100, events // 3)) as bigint))",
                NONE,
                OWNER,
                "A switch sends its files again under other names: ask its operator.",
            ),
        ),
    )
