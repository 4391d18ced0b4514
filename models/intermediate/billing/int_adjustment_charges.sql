with

adjustments as (
    select * from {{ ref('fct_usage_adjustments') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

summed as (
    select
        adjustments.account_key,
        adjustments.subscription_id,
        adjustments.plan_id,
        adjustments.charge_id,
        adjustments.service,
        adjustments.direction,
        adjustments.zone,
        adjustments.time_band,
        adjustments.currency,
        adjustments.tax_code,
        adjustments.cycle_day,
        adjustments.charged_period as period,
        adjustments.is_late,
        count(*) as event_count,
        cast(sum(adjustments.amount) as decimal(24, 6)) as amount
    from adjustments
    inner join periods
        on periods.cycle_day = adjustments.cycle_day
        and periods.period = adjustments.charged_period
    where {{ 'true' if var('ignore_register') else 'periods.close_load_seq is null' }}
    group by
        adjustments.account_key,
        adjustments.subscription_id,
        adjustments.plan_id,
        adjustments.charge_id,
        adjustments.service,
        adjustments.direction,
        adjustments.zone,
        adjustments.time_band,
        adjustments.currency,
        adjustments.tax_code,
        adjustments.cycle_day,
        adjustments.charged_period,
        adjustments.is_late
)

select * from summed
