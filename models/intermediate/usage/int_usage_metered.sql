{{ config(materialized='view') }}

{%- set open_at = 'in_period.rating_seq' if var('ignore_register') else watermark() %}

with

guided as (
    select * from {{ ref('int_usage_guided') }}
),

cured as (
    select * from {{ ref('int_usage_cured') }}
),

allowances as (
    select * from {{ ref('dim_allowances') }}
),

openings as (
    select * from {{ ref('dim_period_openings') }}
),

{%- set columns = [
    'event_id', 'rating_seq', 'subscription_number', 'plan_id', 'session_key', 'cell_id', 'service', 'direction', 'zone',
    'time_band', 'cycle_day', 'quantity', 'initial_increment', 'next_increment', 'subscription_row_id', 'charge_row_id',
    'tier_row_id', 'usage_date', 'started_at'
] %}

rateable as (
    select {{ columns | join(', ') }} from guided
    union all
    select {{ columns | join(', ') }} from cured
),

in_period as (
    select
        rateable.*,
        {{ period_of('rateable.usage_date', 'rateable.cycle_day') }} as period
    from rateable
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
        on openings.cycle_day = in_period.cycle_day
        and openings.period = in_period.period
        and openings.from_seq <= {{ open_at }}
        and {{ open_at }} < openings.to_seq
),

-- slim rows: keys and quantities, since windows follow; what a key gives back is joined at the end
entitled as (
    select
        charged.event_id,
        charged.rating_seq,
        charged.subscription_number,
        charged.subscription_row_id,
        charged.charge_row_id,
        charged.tier_row_id,
        allowances.allowance_number,
        charged.session_key,
        charged.cell_id,
        charged.time_band,
        charged.cycle_day,
        charged.quantity,
        -- the parts of a session are metered together, in fct_rated_usage
        case
            when charged.session_key is null
                then {{ metered_quantity('charged.quantity', 'charged') }}
        end as metered_quantity,
        allowances.granted_quantity,
        charged.is_late,
        charged.usage_date,
        charged.period,
        charged.charged_period,
        charged.started_at
    from charged
    left join allowances
        on allowances.plan_id = charged.plan_id
        and allowances.service = charged.service
        and allowances.zone = charged.zone
        and charged.direction = 'outgoing'
        and {{ covers(
            'allowances',
            'case when charged.is_late then ' ~ utc_of_local_midnight('charged.charged_period')
            ~ ' else charged.started_at end',
            'charged.rating_seq'
        ) }}
)

select * from entitled
