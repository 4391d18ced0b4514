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

complaints as (
    -- from when a ticket was called a complaint: before, nobody knew that it would be one
    select
        ticket_id,
        min(changed_at) as complained_at
    from {{ ref('stg_crm__tickets') }}
    where is_complaint
    group by ticket_id
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
        case when is_repeat then started_at end as marked_at,
        cast(null as integer) as score,
        started_at as told_at,
        interaction_id as reference
    from interactions
    union all
    select
        tickets.customer_key,
        'ticket' as kind,
        complaints.complained_at as marked_at,
        cast(null as integer) as score,
        tickets.opened_at as told_at,
        tickets.ticket_id as reference
    from tickets
    left join complaints
        on complaints.ticket_id = tickets.ticket_id
    union all
    select
        customer_key,
        'survey' as kind,
        cast(null as timestamp) as marked_at,
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
        coalesce(told.marked_at < followed.as_of_at, false) as is_marked,
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
),

counted as (
    select
        customer_key,
        count(case when kind = 'contact' and is_recent then 1 end) as contact_count,
        count(case when kind = 'contact' and is_recent and is_marked then 1 end)
            as repeat_contact_count,
        count(case when kind = 'ticket' and is_recent then 1 end) as ticket_count,
        count(case when kind = 'ticket' and is_recent and is_marked then 1 end) as complaint_count,
        max(case when kind = 'survey' and place_from_last = 1 then score end) as last_nps_score,
        as_of_date,
        max(told_at) as last_told_at
    from before
    group by customer_key, as_of_date
)

select * from counted
