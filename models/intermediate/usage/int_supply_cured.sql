{{ config(materialized='view') }}

{%- set has_routes = has_rows(ref('dim_supply_routes')) %}

with

suspended as (
    select * from {{ ref('int_supply_suspended') }}
),

admissions as (
    select * from {{ ref('int_usage_admissions') }}
),

written_off as (
    select * from {{ ref('int_usage_written_off') }}
),

lines as (
    select * from {{ ref('int_supply_lines') }}
),

trunks as (
    select distinct trunk from lines
),

candidates as (
    select
        suspended.*,
        coalesce(trunks.trunk, '') as route_trunk,
        coalesce(admissions.rateable_seq, suspended.load_seq) as rateable_seq
    from suspended
    left join trunks
        on trunks.trunk = suspended.trunk
    left join admissions
        on admissions.event_id = suspended.event_id
    where {{ 'true' if has_routes else 'false' }}
        and (admissions.event_id is null or admissions.rateable_seq is not null)
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

rateable as (
    {{ guide('candidates', on_arrival=false, by_route=true) }}
),

-- the first load at which it could be priced, as for the customer's leg (RATING.md section 2)
ranked as (
    select
        *,
        row_number() over (partition by event_id order by rating_seq) as place
    from rateable
    where rating_seq < known_to
),

-- an event that was written off costs nothing either; what had become rateable before stays so
cured as (
    select ranked.*
    from ranked
    left join written_off
        on written_off.event_id = ranked.event_id
    where ranked.place = 1
        and (written_off.event_id is null or ranked.rating_seq < written_off.written_off_seq)
),

legs as (
    {{ supply_legs('cured') }}
)

select * from legs
