with

followed as (
    select distinct
        customer_key,
        as_of_date,
        as_of_at
    from {{ ref('int_subscriptions_followed') }}
    where customer_key is not null
),

interactions as (
    select * from {{ ref('fct_interactions') }}
    where direction = 'inbound'
),

tickets as (
    select * from {{ ref('fct_tickets') }}
),

ticket_changes as (
    select * from {{ ref('stg_crm__tickets') }}
),

ticket_versions as (
    {{ change_versions('ticket_changes', ['ticket_id']) }}
),

complaints as (
    -- for as long as a ticket is called one: before, nobody knew, and it may be taken back
    select
        ticket_id,
        valid_from,
        valid_to
    from ticket_versions
    where is_complaint
),

surveys as (
    select * from {{ ref('fct_surveys') }}
    where kind = 'nps'
),

-- everything that was told the operator before the as-of instant, in one shape
told as (
    select
        customer_key,
        'contact' as kind,
        coalesce(is_repeat, false) as is_repeat,
        cast(null as integer) as score,
        started_at as told_at,
        interaction_id as reference
    from interactions
    union all
    select
        customer_key,
        'ticket' as kind,
        false as is_repeat,
        cast(null as integer) as score,
        opened_at as told_at,
        ticket_id as reference
    from tickets
    union all
    select
        customer_key,
        'survey' as kind,
        false as is_repeat,
        score,
        answered_at as told_at,
        survey_id as reference
    from surveys
),

before as (
    select
        followed.customer_key,
        followed.as_of_date,
        told.kind,
        told.is_repeat,
        complaints.ticket_id is not null as is_complaint,
        told.score,
        told.told_at,
        told.told_at >= followed.as_of_at - interval 90 day as is_recent,
        row_number() over (
            partition by followed.customer_key, followed.as_of_date, told.kind
            order by told.told_at desc, told.reference desc
        ) as place_from_last
    from followed
    inner join told
        on told.customer_key = followed.customer_key
        and told.told_at < followed.as_of_at
    left join complaints
        on told.kind = 'ticket'
        and complaints.ticket_id = told.reference
        and complaints.valid_from < followed.as_of_at
        and followed.as_of_at <= complaints.valid_to
),

counted as (
    select
        customer_key,
        count(case when kind = 'contact' and is_recent then 1 end) as contact_count,
        count(case when kind = 'contact' and is_recent and is_repeat then 1 end)
            as repeat_contact_count,
        count(case when kind = 'ticket' and is_recent then 1 end) as ticket_count,
        count(case when kind = 'ticket' and is_recent and is_complaint then 1 end)
            as complaint_count,
        max(case when kind = 'survey' and place_from_last = 1 then score end) as last_nps_score,
        as_of_date,
        max(told_at) as last_told_at
    from before
    group by customer_key, as_of_date
)

select * from counted
