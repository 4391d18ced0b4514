with

guided as (
    select * from {{ ref('int_one_time_charges_guided') }}
    where status = 'guided'
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

openings as (
    select * from {{ ref('dim_period_openings') }}
),

in_period as (
    select
        *,
        {{ period_of('cast(' ~ local_time('charged_at') ~ ' as date)', 'cycle_day') }} as own_period
    from guided
),

charged as (
    select
        in_period.account_key,
        in_period.subscription_id,
        in_period.plan_id,
        in_period.charge_reference,
        in_period.description,
        in_period.currency,
        in_period.tax_code,
        in_period.cycle_day,
        coalesce(openings.charged_period, in_period.own_period) as period,
        openings.charged_period is not null as is_late,
        in_period.amount
    from in_period
    left join openings
        on openings.cycle_day = in_period.cycle_day
        and openings.period = in_period.own_period
        and openings.from_seq <= in_period.charge_seq and in_period.charge_seq < openings.to_seq
),

of_open_periods as (
    select charged.*
    from charged
    inner join periods
        on periods.cycle_day = charged.cycle_day
        and periods.period = charged.period
    where {{ 'true' if var('ignore_register') else 'periods.close_load_seq is null' }}
)

select * from of_open_periods
