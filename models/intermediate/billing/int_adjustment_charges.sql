{%- set line_columns = [
    'account_key', 'subscription_id', 'plan_id', 'charge_id', 'service', 'direction', 'zone', 'time_band', 'currency',
    'tax_code', 'cycle_day', 'is_late'
] | join(', ') %}

with

reversals as (
    select * from {{ ref('fct_usage_adjustments') }}
),

reratings as (
    select * from {{ ref('fct_rerating_adjustments') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

adjustments as (
    select
        {{ line_columns }},
        charged_period as period,
        'Reversed usage' as description,
        cast(null as bigint) as order_seq,
        amount
    from reversals
    union all
    -- a line an order, so that a bill says which correction it holds
    select
        {{ line_columns }},
        charged_period as period,
        concat(
            'Re-rated usage, order ', cast(order_seq as {{ text_type() }})
        ) as description,
        order_seq,
        amount
    from reratings
),

summed as (
    select
        {{ line_columns }},
        period,
        description,
        order_seq,
        count(*) as event_count,
        cast(sum(amount) as decimal(24, 6)) as amount
    from adjustments
    group by {{ line_columns }}, period, description, order_seq
),

open_adjustments as (
    select summed.*
    from summed
    inner join periods
        on periods.cycle_day = summed.cycle_day
        and periods.period = summed.period
    where {{ 'true' if var('ignore_register') else 'periods.close_load_seq is null' }}
)

select * from open_adjustments
