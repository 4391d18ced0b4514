"""Checks of the marts gate on what reads all domains: it must agree with what it reads."""

from __future__ import annotations

from expectations.suite import NONE, NOTHING, Check, Group, none_where
from expectations.suites.history import known_share
from trunkline.metrics.catalogue import metrics
from trunkline.snapshots import quoted

OWNER = "insight"
PLAN = "Have the planning system correct its export, land it and run again."
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."


def insight_groups() -> list[Group]:
    """Return the checks on profiles, timelines, the days of the executive and the plan."""
    return [
        _profiles(),
        _days(),
        _active(),
        _targets(),
        _figure_notes(),
        known_share(
            "fct_customer_timeline", "customer_key", "dim_customers", "customer_key",
            "percent_of_timeline_entries_of_known_customers", OWNER,
        ),
    ]  # fmt: skip


def _profiles() -> Group:
    return Group(
        "(select profiles.*, customers.status as listed_status "
        "from dim_customer_profiles as profiles "
        "left join dim_customers as customers on customers.customer_key = profiles.customer_key)",
        (
            none_where(
                "profiles_that_are_not_their_customers",
                "customer_key is null or listed_status is null or status <> listed_status",
                OWNER,
                REBUILD,
            ),
            none_where(
                "impossible_profiles",
                "mrr_amount < 0 or open_amount < 0 or overdue_amount > open_amount "
                "or subscription_count < 0 or churn_score not between 0 and 1",
                OWNER,
                REBUILD,
            ),
            Check(
                "profiles_twice", "count(*) - count(distinct customer_key)", NONE, OWNER, REBUILD
            ),
        ),
    )


def _days() -> Group:
    """Days that the list of days lacks are of the future, which no page shows."""
    return Group(
        "(select days.amount, days.measured_count, assurance.amount as stage_amount, "
        "assurance.record_count, assurance.stage from fct_executive_daily as days "
        "left join fct_assurance as assurance on assurance.stage = days.measure "
        "and assurance.stage_day = days.local_day and assurance.currency = days.currency "
        "where days.measure in ('used', 'rated', 'billed', 'owed', 'posted', 'paid'))",
        (
            none_where(
                "days_of_the_executive_that_are_not_assurance",
                "stage is null or amount <> stage_amount or measured_count <> record_count",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _active() -> Group:
    return Group(
        """(
            with days as (
                select local_day, measured_count,
                    lag(measured_count) over (order by local_day) as before,
                    max(local_day) over () as newest
                from fct_executive_daily where measure = 'active'
            )
            select cast(100 * measured_count // before as bigint) as share
            from days where local_day > newest - 7 and before >= 100
        )""",
        (
            none_where(
                "days_that_lost_a_tenth_of_the_subscriptions",
                "share < 90",
                OWNER,
                "Subscriptions vanish at once only when an export came halved: see what landed.",
            ),
        ),
    )


def _targets() -> Group:
    """Landing refuses all of it; but the metrics of an export that landed before may be others."""
    known = ", ".join(map(quoted, metrics()))
    money = ", ".join(quoted(each.id) for each in metrics().values() if each.unit == "money")
    shares = ", ".join(quoted(each.id) for each in metrics().values() if each.unit == "share")
    return Group(
        "dim_targets",
        (
            Check(
                "targets_of_metrics_that_nobody_knows",
                "coalesce(string_agg(distinct metric_id, ', ' order by metric_id) "
                f"filter (metric_id not in ({known})), '')",
                NOTHING,
                OWNER,
                "This version has no such metric, so that no page would show the target. " + PLAN,
            ),
            none_where(
                "impossible_targets",
                "month is null or day(month) <> 1 or target_value is null "
                f"or (metric_id in ({money})) <> (currency <> 'none') "
                f"or (metric_id in ({shares}) and target_value < 0)",
                OWNER,
                "A month is its first day, money has a currency, a share is not negative. " + PLAN,
            ),
            Check(
                "targets_twice",
                "count(*) - count(distinct (metric_id, month, currency))",
                NONE,
                OWNER,
                REBUILD,
            ),
        ),
    )


def _figure_notes() -> Group:
    """The same of notes: landing refuses it, but an earlier version may have had other metrics."""
    known = ", ".join(map(quoted, metrics()))
    return Group(
        "dim_figure_notes",
        (
            Check(
                "notes_on_metrics_that_nobody_knows",
                "coalesce(string_agg(distinct metric_id, ', ' order by metric_id) "
                f"filter (metric_id not in ({known})), '')",
                NOTHING,
                OWNER,
                "This version has no such metric, so that no page would show the note. Land the "
                "same note_id on another metric, or withdrawn, and run again.",
            ),
            none_where(
                "impossible_notes",
                "month is null or day(month) <> 1 or written_at is null "
                "or length(note_text) not between 1 and 500 or coalesce(trim(written_by), '') = ''",
                OWNER,
                "A month is its first day, a note says something and is signed. " + REBUILD,
            ),
            Check("notes_twice", "count(*) - count(distinct note_id)", NONE, OWNER, REBUILD),
        ),
    )
