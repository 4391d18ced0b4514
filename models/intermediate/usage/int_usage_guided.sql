{{ config(pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}') }}

{%- set seen = rated_so_far() %}

with

usage_events as (
    select * from {{ ref('int_usage_deduplicated') }}
    where is_chargeable and reversal_of is null and load_seq > {{ seen }}
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

-- as known at the load that brought the event; written once a run, since suspense and rating both
-- read it
guided as (
    {{ guide('usage_events', on_arrival=true) }}
)

select * from guided
