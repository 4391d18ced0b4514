"""Checks of the marts gate on customers, contacts, tickets and consent."""

from __future__ import annotations

from expectations.suite import NONE, Between, Check, Group, none_where
from expectations.suites.history import drift, known_share, weekly

OWNER = "crm"
REBUILD = "Run `trunkline warehouse rebuild`; if it stays, a model is wrong."
EXPORT = "An export of the CRM came halved or with other codes: compare with its own counts."


def crm_groups() -> list[Group]:
    """Return the checks on people and what they said."""
    return [
        _customers(),
        _customers_and_versions(),
        _tickets(),
        _local_days(),
        _consents(),
        known_share(
            "fct_interactions", "customer_key", "dim_customers", "customer_key",
            "percent_of_contacts_of_known_customers", OWNER,
        ),
        known_share(
            "fct_tickets", "customer_key", "dim_customers", "customer_key",
            "percent_of_tickets_of_known_customers", OWNER,
        ),
        known_share(
            "dim_customer_accounts", "account_key", "dim_accounts", "account_key",
            "percent_of_holders_of_known_accounts", OWNER,
        ),
        weekly(
            "fct_interactions", "interaction_date",
            "last_week_of_contacts_in_percent_of_the_month_before", OWNER,
            "Contacts stopped arriving, or a system sends them twice: compare with the channels.",
            fewest=100, expected=Between(30, 400),
        ),
        drift(
            "fct_interactions", "interaction_date", "channel",
            "channels_with_another_share_of_contacts", OWNER, EXPORT, fewest=200,
        ),
    ]  # fmt: skip


def _customers() -> Group:
    return Group(
        "dim_customers",
        (
            none_where(
                "customers_without_their_keys",
                "customer_key is null or source is null or customer_kind is null "
                "or status is null or status not in ('prospect', 'active', 'inactive')",
                OWNER,
                EXPORT,
            ),
            Check(
                "customers_twice", "count(*) - count(distinct customer_key)", NONE, OWNER, REBUILD
            ),
            none_where(
                "customers_of_impossible_years",
                "birth_year not between 1880 and 2200 or tenure_months < 0 or household_size < 0",
                OWNER,
                "Birth years and first days are typed by hand: have the CRM correct them.",
            ),
        ),
    )


def _customers_and_versions() -> Group:
    return Group(
        "(select (select count(*) from dim_customers where source = 'crm') as customers, "
        "(select count(*) from dim_customer_versions "
        "where valid_to = timestamp '9999-12-31 00:00:00') as versions, "
        "(select count(*) from dim_customer_profiles) as profiles, "
        "(select count(*) from dim_customers) as listed)",
        (
            Check(
                "customers_with_a_history_less_those_listed",
                "max(versions - customers)",
                NONE,
                OWNER,
                "Customers vanished from the list while their history stands. " + REBUILD,
            ),
            Check(
                "customers_less_their_profiles", "max(listed - profiles)", NONE, "insight", REBUILD
            ),
        ),
    )


def _tickets() -> Group:
    return Group(
        "fct_tickets",
        (
            none_where(
                "tickets_without_a_status",
                "ticket_id is null or opened_at is null or status is null "
                "or status not in ('open', 'in_progress', 'waiting', 'resolved', 'closed')",
                OWNER,
                "Status changes are missing or have new codes: see the entity of that name.",
            ),
            none_where(
                "tickets_answered_before_they_were_opened",
                "first_response_seconds < 0 or resolution_seconds < 0 "
                "or first_response_at < opened_at or resolved_at < opened_at",
                OWNER,
                "Times of the ticket system lost their zone, or changes came without the ticket.",
            ),
            none_where(
                "tickets_both_open_and_done",
                "is_open <> (status not in ('resolved', 'closed'))",
                OWNER,
                REBUILD,
            ),
            Check("tickets_twice", "count(*) - count(distinct ticket_id)", NONE, OWNER, REBUILD),
        ),
    )


def _local_days() -> Group:
    return Group(
        "(select interactions.started_at, interactions.ended_at, dates.begins_at "
        "from fct_interactions as interactions "
        "left join dim_dates as dates on dates.date_day = interactions.interaction_date)",
        (
            none_where(
                "contacts_on_another_day_than_their_time",
                "begins_at is null or started_at < begins_at "
                "or started_at >= begins_at + interval 25 hours or ended_at < started_at",
                OWNER,
                "Times lost their zone or were shifted: compare with the contact system.",
            ),
        ),
    )


def _consents() -> Group:
    return Group(
        "dim_consents",
        (
            none_where(
                "consents_that_are_not_their_state",
                "customer_key is null or channel is null or purpose is null or state is null "
                "or is_granted is distinct from (state = 'granted')",
                OWNER,
                "Nobody may be written to without consent: find the acts in crm/consents.",
            ),
        ),
    )
