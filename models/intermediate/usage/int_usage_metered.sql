{{ config(materialized='view') }}

{%- set open_at = 'in_period.rating_seq' if var('ignore_register') else watermark() %}

with

rateable as (
    select * from {{ ref('int_usage_rateable') }}
    where rating_seq > {{ rated_so_far() }} and rating_seq <= {{ watermark() }}
),

register as (
    select * from {{ ref('int_usage_registered') }}
    where rating_seq > {{ rated_so_far() }}
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

sessions as (
    select * from {{ ref('int_usage_sessions') }}
    where rating_seq > {{ rated_so_far() }}
),

segments as (
    select * from {{ ref('int_usage_segments') }}
),

openings as (
    select * from {{ ref('dim_period_openings') }}
),

cut_events as (
    select
        event_id,
        cast(sum(metered_quantity) as bigint) as metered_quantity
    from segments
    group by event_id
),

in_period as (
    -- what a close registered is read from the register alone: neither later data nor later code
    -- rates it again
    select
        rateable.*,
        {{ period_of('rateable.usage_date', 'rateable.cycle_day') }} as period
    from rateable
    left join register
        on register.event_id = rateable.event_id
    where register.event_id is null
),

charged as (
    -- a closed period takes nothing more: late usage is charged in the earliest open period after
    -- it
    select
        in_period.*,
        openings.charged_period is not null as is_late,
        coalesce(openings.charged_period, in_period.period) as charged_period
    from in_period
    left join openings
        -- what a supplier charges us for is of its own period, whatever we have closed
        on in_period.event_id > 0
        and openings.cycle_day = in_period.cycle_day
        and openings.period = in_period.period
        and openings.from_seq <= {{ open_at }}
        and {{ open_at }} < openings.to_seq
),

-- slim rows: keys and quantities, since windows follow; what a key gives back is joined at the end
metered as (
    select
        charged.event_id,
        charged.rating_seq,
        charged.subscription_number,
        charged.account_number,
        charged.subscription_row_id,
        charged.plan_id,
        coalesce(sessions.charge_row_id, charged.charge_row_id) as charge_row_id,
        coalesce(sessions.tier_row_id, charged.tier_row_id) as tier_row_id,
        charged.session_key,
        charged.cell_id,
        charged.service,
        charged.direction,
        charged.zone,
        coalesce(sessions.time_band, charged.time_band) as time_band,
        charged.cycle_day,
        charged.quantity,
        -- what allowances give from: whole increments, or usage as it is where these come after
        case
            when charged.is_attempt then 0
            when sessions.event_id is not null then sessions.metered_quantity
            when cut_events.event_id is not null then cut_events.metered_quantity
            when tariffs.is_metered_after then charged.quantity
            else {{ metered_quantity('charged.quantity', 'tariffs') }}
        end as metered_quantity,
        coalesce(sessions.part_number, 1) as part_number,
        cut_events.event_id is not null as is_cut,
        charged.is_attempt,
        charged.is_late,
        charged.usage_date,
        charged.period,
        charged.charged_period,
        charged.started_at
    from charged
    inner join tariffs
        on tariffs.charge_row_id = charged.charge_row_id
        and tariffs.tier_row_id = charged.tier_row_id
    left join sessions
        on sessions.event_id = charged.event_id
    left join cut_events
        on cut_events.event_id = charged.event_id
)

select * from metered
