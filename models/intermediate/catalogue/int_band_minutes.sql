with

time_bands as (
    select * from {{ ref('stg_catalogue__time_bands') }}
),

painted as (
    {{ paint_rows(
        'time_bands', ['time_band', 'day_type', 'from_minute'], ['to_minute', 'status']
    ) }}
),

day_types as (
    select distinct day_type from {{ ref('int_day_types') }}
),

bounds as (
    select valid_from as bound from painted
    union
    select valid_to as bound from painted
    union
    select timestamp '1900-01-01 00:00:00' as bound
    union
    select {{ end_of_time() }} as bound
),

seasons as (
    -- intervals of valid time in which the set of bands stays the same
    select
        bound as season_from,
        lead(bound) over (order by bound) as season_to
    from bounds
),

minutes as (
    -- here the axis that rectangles have for valid time is the minute of the local day
    select
        seasons.season_from,
        seasons.season_to,
        painted.day_type,
        painted.time_band,
        painted.source_row_id,
        painted.from_minute as valid_from,
        painted.to_minute as valid_to,
        painted.known_from,
        painted.known_to
    from seasons
    inner join painted
        on painted.valid_from <= seasons.season_from
        and seasons.season_to <= painted.valid_to
    where painted.status = 'active'
    union all
    -- where no band covers a minute, the charge for any band applies
    select
        seasons.season_from,
        seasons.season_to,
        day_types.day_type,
        'any' as time_band,
        cast(0 as bigint) as source_row_id,
        cast(0 as bigint) as valid_from,
        cast(1440 as bigint) as valid_to,
        cast(0 as bigint) as known_from,
        cast({{ end_of_knowledge() }} as bigint) as known_to
    from seasons
    cross join day_types
    where seasons.season_to is not null
),

cut as (
    {{ cut_rectangles(
        'minutes', ['season_from', 'season_to', 'day_type'], ['time_band'], ['source_row_id']
    ) }}
)

select
    season_from,
    season_to,
    day_type,
    time_band,
    valid_from as from_minute,
    valid_to as to_minute,
    known_from,
    known_to
from cut
