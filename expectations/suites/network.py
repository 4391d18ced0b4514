"""Checks of the marts gate on radio cells, their hours and their outages."""

from __future__ import annotations

from expectations.suite import NONE, Between, Check, Group, none_where
from expectations.suites.history import drift, known_share, weekly

OWNER = "network"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
COUNTERS = "Compare with the element manager: counters were reset, or a collector stands still."


def network_groups() -> list[Group]:
    """Return the checks on counters, quality and outages."""
    return [
        _cells(),
        _hours(),
        _days(),
        _outages(),
        known_share(
            "fct_cell_hours", "cell_id", "dim_cells", "cell_id",
            "percent_of_cell_hours_of_known_cells", OWNER, is_target_optional=True,
        ),
        known_share(
            "fct_rated_usage", "cell_id", "dim_cells", "cell_id",
            "percent_of_usage_at_known_cells", OWNER, lowest=80, is_target_optional=True,
            where="rating_seq = (select max(rating_seq) from fct_rated_usage)",
        ),
        *(
            weekly(
                "fct_quality_daily", "local_day",
                f"last_week_of_{counter}_in_percent_of_the_month_before", OWNER, COUNTERS,
                fewest=1000, expected=Between(50, 200), measure=f"sum({counter})",
            )
            for counter in ("setup_attempts", "downlink_bytes", "reported_hour_count")
        ),
        drift(
            "(select quality.*, cells.technology from fct_quality_daily as quality "
            "left join dim_cells as cells on cells.cell_id = quality.cell_id)",
            "local_day", "technology", "technologies_with_another_share_of_traffic", OWNER,
            COUNTERS, fewest=1000, measure="sum(downlink_bytes)",
        ),
    ]  # fmt: skip


def _cells() -> Group:
    return Group(
        "dim_cells",
        (
            none_where(
                "cells_without_their_keys",
                "cell_id is null or site_id is null or technology is null",
                OWNER,
                "The inventory of cells came with holes: have it sent again.",
            ),
            Check("cells_twice", "count(*) - count(distinct cell_id)", NONE, OWNER, REBUILD),
        ),
    )


def _hours() -> Group:
    return Group(
        "(select hours.*, dates.begins_at from fct_cell_hours as hours "
        "left join dim_dates as dates on dates.date_day = hours.local_day)",
        (
            none_where(
                "impossible_cell_hours",
                "available_seconds not between 0 and 3600 or setup_successes > setup_attempts "
                "or drops > releases or transfer_successes > transfer_attempts "
                "or downlink_bytes < 0 or uplink_bytes < 0 or voice_seconds < 0",
                OWNER,
                COUNTERS,
            ),
            none_where(
                "cell_hours_on_another_day_than_their_time",
                "begins_at is null or hour_starts_at < begins_at "
                "or hour_starts_at >= begins_at + interval 25 hours",
                OWNER,
                "The collector's times lost their zone or were shifted: have them sent again.",
            ),
            Check(
                "percent_of_reported_hours_with_no_traffic_at_all",
                "cast(100 * count(*) filter (is_reported and available_seconds > 0 "
                "and coalesce(setup_attempts, 0) = 0 and coalesce(downlink_bytes, 0) = 0) "
                "// nullif(count(*) filter (is_reported and available_seconds > 0), 0) as bigint)",
                Between(0, 40),
                OWNER,
                COUNTERS,
            ),
        ),
    )


def _days() -> Group:
    return Group(
        """(
            with hours as (
                select local_day, count(*) as hours, sum(setup_attempts) as attempts,
                    sum(drops) as drops, sum(downlink_bytes) as bytes
                from fct_cell_hours group by local_day
            ),
            days as (
                select local_day, sum(hour_count) as hours, sum(setup_attempts) as attempts,
                    sum(drops) as drops, sum(downlink_bytes) as bytes
                from fct_quality_daily group by local_day
            )
            select hours.local_day is null or days.local_day is null
                or hours.hours is distinct from days.hours
                or hours.attempts is distinct from days.attempts
                or hours.drops is distinct from days.drops
                or hours.bytes is distinct from days.bytes as differs
            from hours full outer join days on days.local_day = hours.local_day
        )""",
        (none_where("days_whose_quality_is_not_their_hours", "differs", OWNER, REBUILD),),
    )


def _outages() -> Group:
    return Group(
        "fct_outages",
        (
            none_where(
                "outages_that_end_before_they_begin",
                "began_at is null or ended_at < began_at or duration_seconds < 0",
                OWNER,
                "The outage's times are wrong or lost their zone: ask the operations centre.",
            ),
            none_where(
                "outages_of_no_cell",
                "element_kind = 'cell' and coalesce(cell_count, 0) < 1",
                OWNER,
                "An outage names an element that the inventory lacks.",
            ),
        ),
    )
