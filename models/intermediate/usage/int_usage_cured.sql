{{ config(materialized='view') }}

with

suspended as (
    select * from {{ ref('int_usage_suspended') }}
),

admissions as (
    select * from {{ ref('int_usage_admissions') }}
),

written_off as (
    select * from {{ ref('int_usage_written_off') }}
),

-- what was not to be believed on arrival may be rated from the load that admits it, if there is one
candidates as (
    select
        suspended.*,
        coalesce(admissions.rateable_seq, suspended.load_seq) as rateable_seq
    from suspended
    left join admissions
        on admissions.event_id = suspended.event_id
    where admissions.event_id is null or admissions.rateable_seq is not null
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
    {{ guide('candidates', on_arrival=false) }}
),

in_person as (
    {{ guide('candidates', on_arrival=false, personal=true) }}
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
),

-- what was written off is never rated; what had become rateable before that stays so
cured as (
    select ranked.*
    from ranked
    left join written_off
        on written_off.event_id = ranked.event_id
    where ranked.place = 1
        and (written_off.event_id is null or ranked.rating_seq < written_off.written_off_seq)
)

select * from cured
