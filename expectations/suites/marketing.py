"""Checks of the marts gate on campaigns, offers, features and scores."""

from __future__ import annotations

from expectations.suite import NONE, Check, Group, none_where
from expectations.suites.history import known_share

OWNER = "marketing"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
CAMPAIGN = "Compare with the campaign tool: groups are drawn once and messages sent to one only."


def marketing_groups() -> list[Group]:
    """Return the checks on who was addressed, and on what is known of whom."""
    return [
        _members(),
        _results(),
        _features(),
        _scores(),
        known_share(
            "fct_campaign_members", "customer_key", "dim_customers", "customer_key",
            "percent_of_campaign_members_who_are_known", OWNER,
        ),
        known_share(
            "fct_churn_features", "subscription_id", "dim_subscriptions", "subscription_id",
            "percent_of_features_of_known_subscriptions", OWNER,
        ),
    ]  # fmt: skip


def _members() -> Group:
    return Group(
        "fct_campaign_members",
        (
            none_where(
                "campaign_members_without_their_keys",
                "campaign_id is null or customer_key is null or assigned_group is null "
                "or assigned_group not in ('treatment', 'holdout')",
                OWNER,
                CAMPAIGN,
            ),
            none_where(
                "held_out_members_who_were_sent_something",
                "assigned_group = 'holdout' and is_sent",
                OWNER,
                CAMPAIGN,
            ),
            none_where(
                "campaign_members_who_act_before_they_are_assigned",
                "sent_at < assigned_at or responded_at < sent_at or converted_at < assigned_at",
                OWNER,
                "Times of the campaign tool lost their zone or were shifted.",
            ),
        ),
    )


def _results() -> Group:
    return Group(
        """(
            select results.*, members.treated, members.held_out
            from fct_campaign_results as results
            left join (
                select campaign_id,
                    count(*) filter (assigned_group = 'treatment') as treated,
                    count(*) filter (assigned_group = 'holdout') as held_out
                from fct_campaign_members group by campaign_id
            ) as members on members.campaign_id = results.campaign_id
        )""",
        (
            none_where(
                "campaign_results_that_are_not_their_members",
                "treatment_count <> coalesce(treated, 0) or holdout_count <> coalesce(held_out, 0)",
                OWNER,
                REBUILD,
            ),
            none_where(
                "impossible_campaign_results",
                "treatment_conversion_count not between 0 and treatment_count "
                "or holdout_conversion_count not between 0 and holdout_count "
                "or sent_count > treatment_count",
                OWNER,
                REBUILD,
            ),
        ),
    )


def _features() -> Group:
    return Group(
        "fct_churn_features",
        (
            none_where(
                "features_later_than_their_day",
                "newest_fact_at > as_of_at",
                OWNER,
                "A feature may know nothing later than its as-of day: do not score with it.",
            ),
            none_where(
                "impossible_features",
                "tenure_days < 0 or event_count < 0 or voice_seconds < 0 or data_bytes < 0 "
                "or last_nps_score not between 0 and 10 or contact_count < 0",
                OWNER,
                REBUILD,
            ),
            Check(
                "features_twice",
                "count(*) - count(distinct subscription_id || '/' || as_of_date)",
                NONE,
                OWNER,
                REBUILD,
            ),
        ),
    )


def _scores() -> Group:
    return Group(
        "fct_churn_scores",
        (
            none_where(
                "scores_that_are_no_probability",
                "score is null or score not between 0 and 1",
                OWNER,
                "Score again with `trunkline ml churn score`.",
            ),
        ),
    )
