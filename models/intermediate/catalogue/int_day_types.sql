with

dates as (
    select * from {{ ref('dim_dates') }}
),

calendars as (
    select * from {{ ref('int_calendars') }}
),

holidays as (
    select * from {{ ref('stg_catalogue__holidays') }}
),

holidays_known as (
    select
        calendar,
        holiday_date,
        status,
        load_seq as known_from,
        lead(load_seq, 1, {{ end_of_knowledge() }}) over (
            partition by calendar, holiday_date order by row_id
        ) as known_to
    from holidays
),

days as (
    select
        calendars.calendar,
        dates.date_day,
        dates.begins_at,
        case dates.iso_weekday
            when 1 then 'monday'
            when 2 then 'tuesday'
            when 3 then 'wednesday'
            when 4 then 'thursday'
            when 5 then 'friday'
            when 6 then 'saturday'
            else 'sunday'
        end as weekday_name
    from dates
    cross join calendars
),

ordinary as (
    -- until a holiday becomes known its date is an ordinary day, and again when it is taken back
    select
        days.calendar,
        days.date_day,
        days.begins_at,
        case
            when holidays_known.status = 'active' then 'holiday' else days.weekday_name
        end as day_type,
        coalesce(holidays_known.known_from, 0) as known_from,
        coalesce(holidays_known.known_to, {{ end_of_knowledge() }}) as known_to
    from days
    left join holidays_known
        on holidays_known.calendar = days.calendar
        and holidays_known.holiday_date = days.date_day
        and holidays_known.known_from < holidays_known.known_to
    union all
    select
        days.calendar,
        days.date_day,
        days.begins_at,
        days.weekday_name as day_type,
        0 as known_from,
        min(holidays_known.known_from) as known_to
    from days
    inner join holidays_known
        on holidays_known.calendar = days.calendar
        and holidays_known.holiday_date = days.date_day
    group by days.calendar, days.date_day, days.begins_at, days.weekday_name
)

select * from ordinary
