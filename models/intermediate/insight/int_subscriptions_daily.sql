with

dates as (
    select * from {{ ref('dim_dates') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

stays as (
    select * from {{ ref('int_subscription_stays') }}
),

subscription_accounts as (
    select * from {{ ref('dim_subscription_accounts') }}
    where known_to = {{ end_of_knowledge() }}
),

beginning as (
    select {{ local_date('min(valid_from)') }} as first_day from subscription_accounts
),

steps as (
    select
        {{ local_date('joined_at') }} as local_day,
        1 as joined_count,
        0 as left_count
    from stays
    union all
    select
        {{ local_date('left_at') }} as local_day,
        0 as joined_count,
        1 as left_count
    from stays
),

steps_daily as (
    select
        local_day,
        sum(joined_count) as joined_count,
        sum(left_count) as left_count
    from steps
    group by local_day
),

counted as (
    -- active at the end of the day
    select
        dates.date_day as local_day,
        coalesce(steps_daily.joined_count, 0) as joined_count,
        coalesce(steps_daily.left_count, 0) as left_count,
        dates.begins_at,
        sum(coalesce(steps_daily.joined_count, 0) - coalesce(steps_daily.left_count, 0)) over (
            order by dates.date_day
            rows between unbounded preceding and current row
        ) as active_count
    from dates
    left join steps_daily
        on steps_daily.local_day = dates.date_day
),

daily as (
    select
        counted.local_day,
        cast(counted.joined_count as bigint) as joined_count,
        cast(counted.left_count as bigint) as left_count,
        cast(counted.active_count as bigint) as active_count
    from counted
    cross join beginning
    cross join clock
    -- of who was there before the first account only those are known who stayed
    where counted.local_day >= beginning.first_day
        and counted.begins_at <= clock.as_of
)

select * from daily
