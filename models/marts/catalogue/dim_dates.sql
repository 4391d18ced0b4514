with

days as (
    {{ date_rows(var('calendar_from'), var('calendar_to')) }}
),

dates as (
    select
        ---------- numbers
        cast(year(date_day) as integer) as year_number,
        cast(month(date_day) as integer) as month_number,
        cast(day(date_day) as integer) as day_number,
        {{ iso_weekday('date_day') }} as iso_weekday,
        ---------- dates and times
        date_day,
        {{ utc_of_local_midnight('date_day') }} as begins_at
    from days
)

select * from dates
