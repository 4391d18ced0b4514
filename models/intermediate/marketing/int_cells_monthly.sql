with

quality_daily as (
    select * from {{ ref('fct_quality_daily') }}
),

monthly as (
    select
        cell_id,
        cast(sum(releases) as bigint) as releases,
        cast(sum(drops) as bigint) as drops,
        cast(
            sum(reported_hour_count * 3600 - available_seconds - planned_outage_seconds) as bigint
        ) as outage_seconds,
        {{ first_of_month('local_day') }} as month
    from quality_daily
    where reported_hour_count > 0
    group by cell_id, {{ first_of_month('local_day') }}
)

select * from monthly
