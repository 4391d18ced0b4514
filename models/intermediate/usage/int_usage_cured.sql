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

-- every combination of versions that covers the event, over the loads at which all of them were
-- known
rateable as (
    {{ guide('suspended', on_arrival=false) }}
),

-- the first load at which the event could be rated; only afterwards is it compared with any
-- watermark (RATING.md section 2)
ranked as (
    select
        *,
        row_number() over (partition by event_id order by rating_seq) as place
    from rateable
    where rating_seq < known_to
)

select * from ranked
where place = 1
