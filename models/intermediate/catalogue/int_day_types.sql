with

dates as (
    select * from {{ ref('dim_dates') }}
),

holidays as (
    select * from {{ ref('stg_catalogue__holidays') }}
),

holidays_known as (
    select
        holiday_date,
        status,
        load_seq as known_from,
        lead(load_seq, 1, {{ end_of_knowledge() }}) over (
            partition by holiday_date order by row_id
        ) as known_to
    from holidays
),

ordinary as (
    -- until a holiday becomes known its date is an ordinary day, and again when it is taken back
    select
        dates.date_day,
        dates.begins_at,
        case
            when holidays_known.status = 'active' then 'holiday'
            when dates.iso_weekday = 6 then 'saturday'
            when dates.iso_weekday = 7 then 'sunday'
            else 'weekday'
        end as day_type,
        coalesce(holidays_known.known_from, 0) as known_from,
        coalesce(holidays_known.known_to, {{ end_of_knowledge() }}) as known_to
    from dates
    left join holidays_known
        on holidays_known.holiday_date = dates.date_day
        and holidays_known.known_from < holidays_known.known_to
    union all
    select
        dates.date_day,
        dates.begins_at,
        case
            when dates.iso_weekday = 6 then 'saturday'
            when dates.iso_weekday = 7 then 'sunday'
            else 'weekday'
        end as day_type,
        0 as known_from,
        min(holidays_known.known_from) as known_to
    from dates
    inner join holidays_known
        on holidays_known.holiday_date = dates.date_day
    group by dates.date_day, dates.begins_at, dates.iso_weekday
)

select * from ordinary
