"""Contacts, tickets and what customers answer when they are asked."""

from __future__ import annotations

from trunkline.queries.conditions import CUSTOMERS, MONTH, condition
from trunkline.queries.listing import listing

TICKETS = condition("tickets", CUSTOMERS, MONTH, column="opened_date")
ALL_CONTACTS = condition("contacts", CUSTOMERS)
ALL_SURVEYS = condition("surveys", CUSTOMERS)


def _rate(late: str, known: str) -> str:
    """A share of tickets as DECIMAL."""
    return f"""cast(round(
        count(*) filter (where {late}) / nullif(count({known}), 0), 6
    ) as decimal(9, 6))"""


TICKETS_BY_CATEGORY = f"""
select
    tickets.category,
    count(*) as ticket_count,
    count(*) filter (where tickets.is_open) as still_open_count,
    count(*) filter (where tickets.is_complaint) as complaint_count,
    cast(sum(tickets.reopened_count) as bigint) as reopened_count,
    quantile_disc(tickets.first_response_seconds, 0.5) as first_response_seconds,
    {_rate("tickets.is_first_response_late", "tickets.is_first_response_late")}
        as first_response_late_share,
    quantile_disc(tickets.resolution_seconds, 0.5) as resolution_seconds,
    {_rate("tickets.is_resolution_late", "tickets.is_resolution_late")} as resolution_late_share
from fct_tickets as tickets
where {TICKETS}
group by all
order by ticket_count desc, tickets.category
"""

OPEN_TICKETS = f"""
select
    tickets.ticket_id,
    tickets.category,
    tickets.priority,
    tickets.channel,
    tickets.status as ticket_status,
    tickets.is_first_response_late,
    tickets.is_resolution_late,
    tickets.opened_at,
    tickets.resolution_due_at,
    substr(tickets.customer_key, 1, 8) as customer
from fct_tickets as tickets
where tickets.is_open and {condition("tickets", CUSTOMERS)}
order by tickets.resolution_due_at nulls last, tickets.opened_at, tickets.ticket_id
"""

CONTACTS_BY_MONTH = f"""
select
    cast(date_trunc('month', contacts.interaction_date) as date) as month,
    contacts.channel,
    count(*) as contact_count
from fct_interactions as contacts
where {ALL_CONTACTS}
group by all
order by month, contacts.channel
"""

CONTACTS_BY_REASON = f"""
select
    contacts.reason as contact_reason,
    contacts.channel,
    count(*) as contact_count,
    count(*) filter (where contacts.direction = 'inbound') as inbound_count,
    count(*) filter (where contacts.is_repeat) as repeat_count,
    quantile_disc(contacts.queue_seconds, 0.5) as queue_seconds,
    quantile_disc(contacts.handle_seconds, 0.5) as handle_seconds
from fct_interactions as contacts
where {condition("contacts", CUSTOMERS, MONTH, column="interaction_date")}
group by all
order by contact_count desc, contact_reason, contacts.channel
"""

# Net promoter score: promoters less detractors, of a hundred. The others: share of good answers.
SURVEYS_BY_MONTH = f"""
select
    cast(date_trunc('month', surveys.answer_date) as date) as month,
    surveys.kind as survey_kind,
    count(*) as answer_count,
    count(*) filter (where surveys.grade in ('promoter', 'satisfied', 'easy')) as good_count,
    count(*) filter (where surveys.grade = 'detractor') as detractor_count,
    cast(round(case surveys.kind
        when 'nps' then 100 * (
            count(*) filter (where surveys.grade = 'promoter')
            - count(*) filter (where surveys.grade = 'detractor')
        ) / count(*)
        else 100 * count(*) filter (where surveys.grade in ('satisfied', 'easy')) / count(*)
    end, 1) as decimal(5, 1)) as survey_score
from fct_surveys as surveys
where {ALL_SURVEYS}
group by cast(date_trunc('month', surveys.answer_date) as date), surveys.kind
order by month desc, survey_kind desc
"""

tickets_by_category = listing(
    __name__, "tickets_by_category", TICKETS_BY_CATEGORY, "Tickets and their times by category."
)
open_tickets = listing(
    __name__, "open_tickets", OPEN_TICKETS, "Tickets neither resolved nor closed, first due first."
)
contacts_by_month = listing(
    __name__, "contacts_by_month", CONTACTS_BY_MONTH, "Contacts of each month by channel."
)
contacts_by_reason = listing(
    __name__, "contacts_by_reason", CONTACTS_BY_REASON, "Contacts by reason and channel."
)
surveys_by_month = listing(
    __name__, "surveys_by_month", SURVEYS_BY_MONTH, "Answers of each month by kind of question."
)
