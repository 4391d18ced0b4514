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

localised as (
    select
        *,
        hour({{ local_time('started_at') }}) * 60
        + minute({{ local_time('started_at') }}) as local_minute,
        {{ local_time('started_at') }} as local_started_at
    from suspended
),

-- every combination of versions that covers the event, over the loads at which all of them were
-- known
rateable as (
    select
        localised.event_id,
        greatest(
            localised.load_seq, lines.known_from, destinations.known_from,
            band_calendar.known_from, prices.known_from
        ) as rating_seq,
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
        localised.started_at,
        least(
            lines.known_to, destinations.known_to, band_calendar.known_to, prices.known_to
        ) as known_to
    from localised
    inner join lines
        on lines.line_key = localised.line_key
        and lines.valid_from <= localised.started_at and localised.started_at < lines.valid_to
    inner join destinations_resolved
        on destinations_resolved.destination_kind = localised.destination_kind
        and destinations_resolved.destination_value = localised.destination_value
    inner join destinations
        on destinations.destination_kind = destinations_resolved.destination_kind
        and destinations.prefix = destinations_resolved.prefix
        and destinations.valid_from <= localised.started_at
        and localised.started_at < destinations.valid_to
    inner join band_calendar
        on band_calendar.date_day = cast(localised.local_started_at as date)
        and band_calendar.from_minute <= localised.local_minute
        and localised.local_minute < band_calendar.to_minute
    inner join prices
        on prices.plan_id = lines.plan_id
        and prices.service = localised.service
        and prices.direction = localised.direction
        and prices.zone = destinations.zone
        and prices.time_band = band_calendar.time_band
        and prices.valid_from <= localised.started_at and localised.started_at < prices.valid_to
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
