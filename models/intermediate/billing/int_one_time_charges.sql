with

one_time_charges as (
    select * from {{ ref('stg_billing__one_time_charges') }}
),

versions as (
    select * from {{ ref('dim_subscription_accounts') }}
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

openings as (
    select * from {{ ref('dim_period_openings') }}
),

firsts as (
    -- the same reference again is the same charge
    select
        *,
        row_number() over (partition by charge_reference order by row_id) as place
    from one_time_charges
),

chargeable as (
    -- the first load at which the charge and an active subscription at its time were both known
    select
        firsts.*,
        versions.account_key,
        versions.plan_id,
        versions.cycle_day,
        greatest(firsts.load_seq, versions.known_from) as charge_seq,
        row_number() over (
            partition by firsts.charge_reference
            order by greatest(firsts.load_seq, versions.known_from), versions.subscription_row_id
        ) as version_place
    from firsts
    inner join versions
        on versions.subscription_id = firsts.subscription_id
        and versions.valid_from <= firsts.charged_at and firsts.charged_at < versions.valid_to
        and greatest(firsts.load_seq, versions.known_from) < versions.known_to
    where firsts.place = 1
),

in_period as (
    select
        chargeable.*,
        {{ period_of(
            'cast(' ~ local_time('chargeable.charged_at') ~ ' as date)', 'chargeable.cycle_day'
        ) }} as own_period
    from chargeable
    where chargeable.version_place = 1
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
