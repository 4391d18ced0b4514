with

dates as (
    select * from {{ ref('dim_dates') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
    where known_to = {{ end_of_knowledge() }}
        and status in ('active', 'suspended')
),

subscription_accounts as (
    select * from {{ ref('dim_subscription_accounts') }}
    where known_to = {{ end_of_knowledge() }}
),

beginning as (
    select {{ local_date('min(valid_from)') }} as first_day from subscription_accounts
),

assurance as (
    select * from {{ ref('fct_assurance') }}
),

spans as (
    select
        subscription_id,
        {{ local_date('min(valid_from)') }} as joined_day,
        {{ local_date('max(valid_to)') }} as left_day
    from subscriptions
    group by subscription_id
),

steps as (
    select
        'joined' as measure,
        joined_day as local_day,
        1 as step
    from spans
    union all
    select
        'left' as measure,
        left_day as local_day,
        -1 as step
    from spans
),

steps_daily as (
    select
        local_day,
        sum(step) as net_count
    from steps
    group by local_day
),

active_daily as (
    -- subscriptions at the end of each day, suspended ones included
    select
        dates.date_day as local_day,
        dates.begins_at,
        sum(coalesce(steps_daily.net_count, 0)) over (
            order by dates.date_day rows between unbounded preceding and current row
        ) as active_count
    from dates
    left join steps_daily
        on steps_daily.local_day = dates.date_day
),

measured as (
    select
        steps.measure,
        'none' as currency,
        count(*) as measured_count,
        cast(0 as decimal(24, 6)) as amount,
        steps.local_day
    from steps
    cross join beginning
    -- of who was there before the first account only those are known who stayed
    where steps.local_day >= beginning.first_day
    group by steps.measure, steps.local_day
    union all
    select
        'active' as measure,
        'none' as currency,
        active_daily.active_count as measured_count,
        0 as amount,
        active_daily.local_day
    from active_daily
    cross join beginning
    where active_daily.active_count > 0
        and active_daily.local_day >= beginning.first_day
    union all
    select
        stage as measure,
        currency,
        record_count as measured_count,
        amount,
        stage_day as local_day
    from assurance
    {%- for measure, mart, reference, day, condition in [
        ('contacts', 'fct_interactions', 'interaction_id', 'interaction_date', "direction = 'inbound'"),
        ('complaints', 'fct_tickets', 'ticket_id', 'opened_date', 'is_complaint'),
        ('outages', 'fct_outages', 'outage_id', 'began_date', 'not is_planned'),
    ] %}
        union all
        select
            '{{ measure }}' as measure,
            'none' as currency,
            -- an outage has a row for each element that it hits
            count(distinct {{ reference }}) as measured_count,
            0 as amount,
            {{ day }} as local_day
        from {{ ref(mart) }}
        where {{ condition }}
        group by {{ day }}
    {%- endfor %}
),

daily as (
    select
        measured.measure,
        measured.currency,
        cast(measured.measured_count as bigint) as measured_count,
        cast(measured.amount as decimal(24, 6)) as amount,
        measured.local_day
    from measured
    inner join dates
        on dates.date_day = measured.local_day
    cross join clock
    where dates.begins_at <= clock.as_of
)

select * from daily
