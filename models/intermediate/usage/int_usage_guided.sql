{{ config(pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}') }}

{%- set seen = rated_so_far() %}
{%- set days = days_of_new_usage(ref('int_usage_unioned'), seen) %}
{%- set seconds_ahead = seconds_ahead_of_utc(days.first, days.last) %}
{%- set has_personal_prices = has_rows(ref('int_personal_prices')) %}

with

implausible as (
    select * from {{ ref('int_usage_implausible') }}
),

-- what is not to be believed on arrival is no candidate: it waits in suspense
usage_events as (
    select usage_events.*
    from {{ ref('int_usage_deduplicated') }} as usage_events
    left join implausible
        on implausible.event_id = usage_events.event_id
    where usage_events.is_chargeable
        and usage_events.reversal_of is null
        and usage_events.load_seq > {{ seen }}
        and implausible.event_id is null
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
guided_by_plan as (
    {{ guide('usage_events', on_arrival=true, seconds_ahead=seconds_ahead) }}
),

{% if has_personal_prices %}

    personal_prices as (
        select * from {{ ref('int_personal_prices') }}
    ),

    guided_in_person as (
        {{ guide('usage_events', on_arrival=true, personal=true, seconds_ahead=seconds_ahead) }}
    ),

    guided as (
        select * from guided_in_person
        union all
        select guided_by_plan.*
        from guided_by_plan
        left join guided_in_person
            on guided_in_person.event_id = guided_by_plan.event_id
        where guided_in_person.event_id is null
    )

{% else %}

    guided as (
        select * from guided_by_plan
    )

{% endif %}

select * from guided
