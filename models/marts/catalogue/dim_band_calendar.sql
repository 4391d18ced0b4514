with

day_types as (
    select * from {{ ref('int_day_types') }}
),

band_minutes as (
    select * from {{ ref('int_band_minutes') }}
),

calendar as (
    select
        day_types.calendar,
        day_types.date_day,
        band_minutes.time_band,
        band_minutes.from_minute,
        band_minutes.to_minute,
        greatest(day_types.known_from, band_minutes.known_from) as known_from,
        least(day_types.known_to, band_minutes.known_to) as known_to
    from day_types
    inner join band_minutes
        on band_minutes.calendar = day_types.calendar
        and band_minutes.day_type = day_types.day_type
        -- bands change at local midnight: the day is decided by its first instant
        and band_minutes.season_from <= day_types.begins_at
        and day_types.begins_at < band_minutes.season_to
        and band_minutes.known_from < day_types.known_to
        and day_types.known_from < band_minutes.known_to
)

select * from calendar
