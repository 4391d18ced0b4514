"""Checks of the marts gate on alerts and bursts of usage."""

from __future__ import annotations

from expectations.suite import Group, none_where

OWNER = "usage"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
LIMITS = "See the limits of dim_usage_alerts as known at the load; if they are right, a model is."


def watched_groups(watermark: int) -> list[Group]:
    """Return the checks on what alerts watch; `watermark` is the load that the build stands at."""
    return [_alerts(watermark), _bursts(watermark)]


def _alerts(watermark: int) -> Group:
    return Group(
        "(select alerts.*, events.rating_seq as rated_at, events.charged_period as charged_in, "
        "events.subscription_id as charged_to from fct_usage_alerts as alerts "
        "left join fct_rated_usage as events on events.event_id = alerts.event_id)",
        (
            none_where(
                "usage_alerts_below_their_share",
                "cumulated_value < share * limit_value or limit_value <= 0 or share <= 0",
                OWNER,
                LIMITS,
            ),
            none_where(
                "usage_alerts_of_other_usage_than_rated",
                "rated_at is distinct from rating_seq or charged_in is distinct from "
                "charged_period or charged_to is distinct from subscription_id",
                OWNER,
                REBUILD,
            ),
            none_where(
                "usage_alerts_outside_the_loads",
                f"rating_seq < 1 or rating_seq > {watermark}",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _bursts(watermark: int) -> Group:
    return Group(
        "(select bursts.*, events.rating_seq as rated_at, events.usage_date as used_on, "
        "events.subscription_id as charged_to from fct_fraud_bursts as bursts "
        "left join fct_rated_usage as events on events.event_id = bursts.event_id)",
        (
            none_where(
                "bursts_below_their_share",
                "window_value < share * limit_value or limit_value <= 0 or event_count < 1",
                OWNER,
                LIMITS,
            ),
            none_where(
                "bursts_of_other_usage_than_rated",
                "rated_at is null or rated_at > rating_seq or used_on is distinct from usage_date "
                "or charged_to is distinct from subscription_id",
                OWNER,
                REBUILD,
            ),
            none_where(
                "bursts_outside_the_loads",
                f"rating_seq < 1 or rating_seq > {watermark}",
                OWNER,
                REBUILD,
            ),
        ),
    )
