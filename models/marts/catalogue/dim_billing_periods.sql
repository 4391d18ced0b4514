with

dates as (
    select * from {{ ref('dim_dates') }}
),

closes as (
    select * from {{ ref('stg_trunkline__bill_closes') }}
),

periods as (
    -- a cycle is a day of the month, 1 to 28: every month has one, so a period begins on each such
    -- day
    select
        dates.day_number as cycle_day,
        dates.date_day as period,
        {{ next_month('dates.date_day') }} as next_period,
        dates.begins_at as period_from,
        {{ utc_of_local_midnight(next_month('dates.date_day')) }} as period_to
    from dates
    where dates.day_number <= 28
),

periods_closed as (
    select
        periods.cycle_day,
        closes.close_load_seq,
        periods.period,
        periods.next_period,
        periods.period_from,
        periods.period_to,
        closes.closed_at
    from periods
    left join closes
        on closes.cycle_day = periods.cycle_day
        and closes.period = periods.period
)

select * from periods_closed
