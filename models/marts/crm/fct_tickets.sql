with

ticket_changes as (
    select * from {{ ref('stg_crm__tickets') }}
),

tickets as (
    {{ latest_change('ticket_changes', ['ticket_id']) }}
),

status_changes as (
    select * from {{ ref('int_ticket_changes_counted') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

-- the log of status changes and the ticket's own state come by different files: the newer counts
merged as (
    select
        tickets.*,
        case
            when status_changes.last_changed_at >= tickets.changed_at
                then status_changes.last_status
            else tickets.status
        end as present_status,
        coalesce(tickets.first_response_at, status_changes.first_agent_change_at) as answered_at,
        coalesce(status_changes.first_resolved_at, tickets.resolved_at) as first_done_at,
        case
            when status_changes.last_changed_at >= tickets.changed_at
                then coalesce(status_changes.last_resolved_at, tickets.resolved_at)
            else coalesce(tickets.resolved_at, status_changes.last_resolved_at)
        end as last_done_at,
        coalesce(status_changes.reopened_count, 0) as reopened_count,
        clock.as_of
    from tickets
    cross join clock
    left join status_changes
        on status_changes.ticket_id = tickets.ticket_id
    where tickets.status <> 'none'
),

resolved as (
    select
        *,
        -- who opens a ticket again takes its resolution back
        case when present_status in ('resolved', 'closed') then last_done_at end as done_at
    from merged
),

timed as (
    select
        ---------- ids
        ticket_id,
        customer_key,
        account_key,
        subscription_id,
        outage_id,
        ---------- strings
        channel,
        category,
        priority,
        present_status as status,
        ---------- numbers
        cast({{ seconds_between('opened_at', 'answered_at') }} as bigint) as first_response_seconds,
        cast({{ seconds_between('opened_at', 'done_at') }} as bigint) as resolution_seconds,
        cast(reopened_count as bigint) as reopened_count,
        ---------- booleans
        is_complaint,
        done_at is null as is_open,
        -- what has not happened is late from the moment that it was due
        coalesce(answered_at, as_of) > first_response_due_at as is_first_response_late,
        coalesce(done_at, as_of) > resolution_due_at as is_resolution_late,
        ---------- dates and times
        {{ local_date('opened_at') }} as opened_date,
        opened_at,
        answered_at as first_response_at,
        first_done_at as first_resolved_at,
        done_at as resolved_at,
        first_response_due_at,
        resolution_due_at
    from resolved
)

select * from timed
