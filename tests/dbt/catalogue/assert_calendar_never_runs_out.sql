-- An inner join to a calendar that ended would drop events or charges. Five years must lie ahead of
-- the newest load; every local day has, in each calendar, a band for each of its 1440 minutes as known now; and what
-- is charged has a period.
with

newest as (
    select cast(max(landed_at) as date) as landed_on from {{ ref('fct_load_files') }}
),

end_of_calendar as (
    select max(date_day) as last_day from {{ ref('dim_dates') }}
),

minutes as (
    select
        calendar,
        date_day,
        sum(to_minute - from_minute) as covered_minutes
    from {{ ref('dim_band_calendar') }}
    where known_to = {{ end_of_knowledge() }}
    group by calendar, date_day
),

calendars as (
    select distinct calendar from minutes
),

charged as (
    select distinct
        cycle_day,
        period
    from {{ ref('fct_charges') }}
)

select
    'the calendar ends within five years' as problem,
    end_of_calendar.last_day as date_day
from end_of_calendar
cross join newest
where {{ days_between('newest.landed_on', 'end_of_calendar.last_day') }} < 5 * 365
union all
select
    'minutes without a time band' as problem,
    dates.date_day
from {{ ref('dim_dates') }} as dates
cross join calendars
left join minutes
    on minutes.calendar = calendars.calendar
    and minutes.date_day = dates.date_day
where coalesce(minutes.covered_minutes, 0) <> 1440
union all
select
    'a charge without a billing period' as problem,
    charged.period as date_day
from charged
left join {{ ref('dim_billing_periods') }} as periods
    on periods.cycle_day = charged.cycle_day
    and periods.period = charged.period
where periods.period is null
