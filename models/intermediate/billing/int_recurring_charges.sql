with

versions as (
    select * from {{ ref('dim_subscription_accounts') }}
),

charges as (
    select * from {{ ref('dim_charges') }}
    where charge_kind = 'recurring'
),

periods as (
    select * from {{ ref('dim_billing_periods') }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

open_periods as (
    -- as known at the close that bills them, and until then as known now
    select
        periods.*,
        {{ days_between('periods.period', 'periods.next_period') }} as days_in_period,
        coalesce(periods.close_load_seq - 1, {{ watermark() }}) as known_at
    from periods
    cross join clock
    where {{ 'true' if var('ignore_register') else 'periods.close_load_seq is null' }}
        and periods.period_from <= clock.billed_as_of
),

entitled as (
    select
        versions.account_key,
        versions.subscription_id,
        versions.plan_id,
        charges.charge_id,
        charges.source_row_id as charge_row_id,
        charges.description,
        charges.amount,
        charges.currency,
        charges.tax_code,
        open_periods.cycle_day,
        open_periods.period,
        open_periods.days_in_period,
        greatest(versions.valid_from, charges.valid_from, open_periods.period_from) as used_from,
        least(versions.valid_to, charges.valid_to, open_periods.period_to) as used_to
    from open_periods
    inner join versions
        on versions.cycle_day = open_periods.cycle_day
        and versions.valid_from < open_periods.period_to
        and open_periods.period_from < versions.valid_to
        and versions.known_from <= open_periods.known_at
        and open_periods.known_at < versions.known_to
    inner join charges
        on charges.plan_id = versions.plan_id
        and charges.valid_from < versions.valid_to and versions.valid_from < charges.valid_to
        and charges.valid_from < open_periods.period_to
        and open_periods.period_from < charges.valid_to
        and charges.known_from <= open_periods.known_at and open_periods.known_at < charges.known_to
),

used as (
    -- a local day counts for the version that is active at its first instant
    select
        *,
        {{ days_between(first_day_from('used_from'), first_day_from('used_to')) }} as days_used
    from entitled
    where used_from < used_to
),

prorated as (
    select
        account_key,
        subscription_id,
        plan_id,
        charge_id,
        charge_row_id,
        description,
        currency,
        tax_code,
        cycle_day,
        period,
        cast(sum(days_used) as bigint) as quantity,
        {{ micros_to_amount(
            divide_half_up(amount_to_micros('amount') ~ ' * sum(days_used)', 'days_in_period')
        ) }} as amount
    from used
    where days_used > 0
    group by
        account_key,
        subscription_id,
        plan_id,
        charge_id,
        charge_row_id,
        description,
        amount,
        currency,
        tax_code,
        cycle_day,
        period,
        days_in_period
)

select * from prorated
