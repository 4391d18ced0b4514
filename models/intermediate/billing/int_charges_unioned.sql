with

usage_charges as (
    select * from {{ ref('int_usage_charges') }}
),

adjustment_charges as (
    select * from {{ ref('int_adjustment_charges') }}
),

recurring_charges as (
    select * from {{ ref('int_recurring_charges') }}
),

one_time_charges as (
    select * from {{ ref('int_one_time_charges') }}
),

period_charges as (
    select * from {{ ref('int_period_charges') }}
),

-- charges of every kind in one shape, so that each rule on discount, tax and rounding is written
-- once
unioned as (
    select
        account_key,
        subscription_id,
        plan_id,
        charge_kind,
        charge_id,
        description,
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        cycle_day,
        event_count,
        quantity,
        amount,
        is_late,
        period,
        cast(null as bigint) as version_row_id
    from usage_charges
    union all
    select
        account_key,
        subscription_id,
        plan_id,
        'adjustment' as charge_kind,
        charge_id,
        description,
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        cycle_day,
        event_count,
        cast(null as bigint) as quantity,
        amount,
        is_late,
        period,
        order_seq as version_row_id
    from adjustment_charges
    union all
    select
        account_key,
        subscription_id,
        plan_id,
        'recurring' as charge_kind,
        charge_id,
        description,
        cast(null as {{ text_type() }}) as service,
        cast(null as {{ text_type() }}) as direction,
        cast(null as {{ text_type() }}) as zone,
        cast(null as {{ text_type() }}) as time_band,
        currency,
        tax_code,
        cycle_day,
        cast(1 as bigint) as event_count,
        quantity,
        amount,
        false as is_late,
        period,
        -- a fee that changes within the period is charged in parts, one for each of its rows
        charge_row_id as version_row_id
    from recurring_charges
    union all
    select
        account_key,
        subscription_id,
        plan_id,
        'one_time' as charge_kind,
        charge_reference as charge_id,
        description,
        cast(null as {{ text_type() }}) as service,
        cast(null as {{ text_type() }}) as direction,
        cast(null as {{ text_type() }}) as zone,
        cast(null as {{ text_type() }}) as time_band,
        currency,
        tax_code,
        cycle_day,
        cast(1 as bigint) as event_count,
        cast(1 as bigint) as quantity,
        amount,
        is_late,
        period,
        cast(null as bigint) as version_row_id
    from one_time_charges
    union all
    select
        account_key,
        subscription_id,
        plan_id,
        charge_kind,
        charge_id,
        description,
        cast(null as {{ text_type() }}) as service,
        cast(null as {{ text_type() }}) as direction,
        cast(null as {{ text_type() }}) as zone,
        cast(null as {{ text_type() }}) as time_band,
        currency,
        tax_code,
        cycle_day,
        cast(1 as bigint) as event_count,
        cast(null as bigint) as quantity,
        amount,
        false as is_late,
        period,
        cast(null as bigint) as version_row_id
    from period_charges
),

keyed as (
    select
        concat(
            cast(period as {{ text_type() }}), '/',
            cast(cycle_day as {{ text_type() }}), '/',
            account_key, '/',
            subscription_id, '/',
            coalesce(plan_id, ''), '/',
            charge_kind, '/',
            charge_id, '/',
            coalesce(direction, ''), '/',
            coalesce(zone, ''), '/',
            coalesce(time_band, ''), '/',
            currency, '/',
            tax_code, '/',
            case when is_late then 'late' else '' end, '/',
            coalesce(cast(version_row_id as {{ text_type() }}), '')
        ) as charge_key,
        unioned.*
    from unioned
)

select * from keyed
