with

versions as (
    select * from {{ ref('dim_subscription_accounts') }}
),

charges as (
    select * from {{ ref('dim_charges') }}
    where charge_kind = 'commitment'
        or (charge_kind = 'usage' and (
            tier_fees = 'first_always'
            or period_minimum is not null
            or period_maximum is not null
            or (tier_scope = 'period' and tier_mode = 'volume')
        ))
),

tier_sets as (
    select * from {{ ref('dim_tier_sets') }}
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
        coalesce(periods.close_load_seq - 1, {{ watermark() }}) as known_at
    from periods
    cross join clock
    where {{ 'true' if var('ignore_register') else 'periods.close_load_seq is null' }}
        and periods.period_from <= clock.billed_as_of
),

covering as (
    -- who has a plan in a period whose charges look at the period as a whole
    select
        versions.account_key,
        versions.subscription_id,
        versions.plan_id,
        charges.charge_id,
        charges.charge_kind,
        charges.source_row_id as charge_row_id,
        charges.description,
        charges.currency,
        charges.tax_code,
        charges.amount,
        charges.tier_fees,
        charges.tier_scope,
        charges.tier_mode,
        charges.tier_bound,
        charges.rate_unit as charge_rate_unit,
        tier_sets.tier_row_id,
        charges.period_minimum,
        charges.period_maximum,
        open_periods.cycle_day,
        open_periods.period,
        greatest(
            versions.valid_from,
            charges.valid_from,
            coalesce(tier_sets.valid_from, charges.valid_from),
            open_periods.period_from
        ) as used_from
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
    left join tier_sets
        on tier_sets.charge_id = charges.charge_id
        and tier_sets.valid_from < least(charges.valid_to, versions.valid_to, open_periods.period_to)
        and greatest(charges.valid_from, versions.valid_from, open_periods.period_from)
        < tier_sets.valid_to
        and tier_sets.known_from <= open_periods.known_at
        and open_periods.known_at < tier_sets.known_to
),

ranked as (
    -- once a period, by the terms that hold last in it
    select
        *,
        row_number() over (
            partition by account_key, subscription_id, plan_id, charge_id, cycle_day, period
            order by used_from desc, charge_row_id desc
        ) as place
    from covering
)

select * from ranked
where place = 1
