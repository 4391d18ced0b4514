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

localised as (
    select
        *,
        hour({{ local_time('started_at') }}) * 60
        + minute({{ local_time('started_at') }}) as local_minute,
        {{ local_time('started_at') }} as local_started_at
    from usage_events
),

-- as known at the load that brought the event; written once a run, since suspense and rating both
-- read it
guided as (
    select
        localised.event_id,
        localised.load_seq as rating_seq,
        localised.load_seq,
        lines.subscription_number,
        lines.plan_id,
        lines.cycle_day,
        case
            when localised.session_id is not null
                then concat(localised.line_key, ':', localised.session_id)
        end as session_key,
        localised.cell_id,
        localised.service,
        localised.direction,
        destinations.zone,
        band_calendar.time_band,
        localised.quantity,
        prices.initial_increment,
        prices.next_increment,
        lines.subscription_row_id,
        prices.charge_row_id,
        prices.tier_row_id,
        cast(localised.local_started_at as date) as usage_date,
        localised.started_at
    from localised
    inner join lines
        on lines.line_key = localised.line_key
        and {{ covers('lines', 'localised.started_at', 'localised.load_seq') }}
    inner join destinations_resolved
        on destinations_resolved.destination_kind = localised.destination_kind
        and destinations_resolved.destination_value = localised.destination_value
    inner join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and {{ covers('destinations', 'localised.started_at', 'localised.load_seq') }}
    inner join band_calendar
        on band_calendar.date_day = cast(localised.local_started_at as date)
        and band_calendar.from_minute <= localised.local_minute
        and localised.local_minute < band_calendar.to_minute
        and band_calendar.known_from <= localised.load_seq
        and localised.load_seq < band_calendar.known_to
    inner join prices
        on prices.plan_id = lines.plan_id
        and prices.service = localised.service
        and prices.direction = localised.direction
        and prices.zone = destinations.zone
        and prices.time_band = band_calendar.time_band
        and {{ covers('prices', 'localised.started_at', 'localised.load_seq') }}
)

select * from guided
