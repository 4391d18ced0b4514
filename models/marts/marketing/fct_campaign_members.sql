with

member_changes as (
    select * from {{ ref('stg_crm__campaign_members') }}
),

members as (
    {{ latest_change('member_changes', ['campaign_id', 'customer_key']) }}
),

exports as (
    select * from {{ ref('stg_crm__campaigns') }}
),

campaigns as (
    -- what a campaign brought stays, by its own terms, when the exports no longer list it
    {{ one_record('exports', ['campaign_id'], which='last') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

judged as (
    select
        ---------- ids
        members.campaign_id,
        members.customer_key,
        members.subscription_id,
        campaigns.offer_id,
        ---------- strings
        members.assigned_group,
        ---------- numbers
        cast(members.wave as integer) as wave,
        members.score_at_assignment,
        ---------- booleans
        members.sent_at is not null as is_sent,
        members.responded_at is not null as is_responded,
        -- counted alike in both groups: from the draw, not from the message
        coalesce(
            members.converted_at >= members.assigned_at
            and {{ seconds_between('members.assigned_at', 'members.converted_at') }}
            <= campaigns.conversion_days * 86400,
            false
        ) as is_converted,
        coalesce(
            {{ seconds_between('members.assigned_at', 'clock.as_of') }}
            >= campaigns.conversion_days * 86400,
            false
        ) as is_window_over,
        ---------- times
        members.assigned_at,
        members.sent_at,
        members.responded_at,
        members.converted_at
    from members
    cross join clock
    left join campaigns
        on campaigns.campaign_id = members.campaign_id
    where members.status <> 'none'
)

select * from judged
