{{ config(materialized='view') }}

with

suspended as (
    select * from {{ ref('int_usage_suspended') }}
),

lines as (
    select * from {{ ref('int_line_versions') }}
),

destinations_resolved as (
    select * from {{ ref('int_destinations_resolved') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

band_calendar as (
    select * from {{ ref('dim_band_calendar') }}
),

prices as (
    select * from {{ ref('dim_prices') }}
),

personal_prices as (
    select * from {{ ref('int_personal_prices') }}
),

-- every combination of versions that covers the event, over the loads at which all of them were
-- known
by_plan as (
    {{ guide('suspended', on_arrival=false) }}
),

in_person as (
    {{ guide('suspended', on_arrival=false, personal=true) }}
),

rateable as (
    select
        *,
        0 as is_personal
    from by_plan
    union all
    select
        *,
        1 as is_personal
    from in_person
),

-- the first load at which the event could be rated; only afterwards is it compared with any
-- watermark (RATING.md section 2)
ranked as (
    select
        *,
        row_number() over (
            partition by event_id order by rating_seq, is_personal desc
        ) as place
    from rateable
    where rating_seq < known_to
)

select * from ranked
where place = 1
