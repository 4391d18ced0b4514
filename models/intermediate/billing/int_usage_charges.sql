with

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

charges as (
    select * from {{ ref('stg_catalogue__charges') }}
),

usage_charges as (
    select
        rated_usage.account_key,
        rated_usage.subscription_id,
        rated_usage.plan_id,
        'usage' as charge_kind,
        rated_usage.charge_id,
        rated_usage.service,
        rated_usage.direction,
        rated_usage.zone,
        rated_usage.time_band,
        rated_usage.currency,
        rated_usage.tax_code,
        rated_usage.cycle_day,
        rated_usage.charged_period as period,
        rated_usage.is_late,
        count(*) as event_count,
        cast(sum(rated_usage.quantity) as bigint) as quantity,
        cast(sum(rated_usage.charge) as decimal(24, 6)) as amount,
        max(rated_usage.charge_row_id) as charge_row_id
    from rated_usage
    inner join periods
        on periods.cycle_day = rated_usage.cycle_day
        and periods.period = rated_usage.charged_period
    where {{ 'true' if var('ignore_register') else 'periods.close_load_seq is null' }}
    group by
        rated_usage.account_key,
        rated_usage.subscription_id,
        rated_usage.plan_id,
        rated_usage.charge_id,
        rated_usage.service,
        rated_usage.direction,
        rated_usage.zone,
        rated_usage.time_band,
        rated_usage.currency,
        rated_usage.tax_code,
        rated_usage.cycle_day,
        rated_usage.charged_period,
        rated_usage.is_late
),

described as (
    -- the text on the line is that of the newest catalogue row by which an event of the line was
    -- priced
    select
        usage_charges.*,
        charges.description
    from usage_charges
    left join charges
        on charges.row_id = usage_charges.charge_row_id
)

select * from described
