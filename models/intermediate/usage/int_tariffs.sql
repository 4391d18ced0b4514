with

prices as (
    select * from {{ ref('dim_prices') }}
),

special_prices as (
    select * from {{ ref('dim_special_prices') }}
),

charges as (
    select * from {{ ref('dim_charges') }}
),

tiers as (
    select * from {{ ref('dim_price_tiers') }}
),

pairs as (
    select
        charge_row_id,
        tier_row_id
    from prices
    union
    select
        charge_row_id,
        tier_row_id
    from special_prices
),

charge_rows as (
    -- a row of the catalogue may stand in several rectangles: what it says is the same in each
    select
        *,
        row_number() over (partition by source_row_id order by valid_from, known_from) as place
    from charges
),

sets as (
    select
        tier_row_id,
        count(*) as tier_count,
        max(case when tier_number = 1 then unit_price end) as unit_price,
        max(case when tier_number = 1 then rate_unit end) as rate_unit,
        max(increment) as largest_increment,
        max(flat_fee) as largest_flat_fee
    from tiers
    group by tier_row_id
),

tariffs as (
    -- what a stored pair of catalogue rows says
    select
        pairs.charge_row_id,
        pairs.tier_row_id,
        charge_rows.charge_id,
        charge_rows.service,
        charge_rows.direction,
        charge_rows.zone,
        charge_rows.currency,
        charge_rows.tax_code,
        charge_rows.initial_increment,
        charge_rows.next_increment,
        coalesce(sets.rate_unit, charge_rows.rate_unit) as rate_unit,
        charge_rows.rate_unit as charge_rate_unit,
        charge_rows.connect_fee,
        coalesce(charge_rows.attempt_fee, 0) as attempt_fee,
        sets.unit_price,
        -- the same in millionths, where a charge is counted within 64 bits (see usage_charge)
        case
            when sets.unit_price >= 0
                and {{ amount_to_micros('sets.unit_price') }}
                * coalesce(sets.rate_unit, charge_rows.rate_unit)
                < 1000000000000000000
                then cast({{ amount_to_micros('sets.unit_price') }} as bigint)
        end as price_micros,
        charge_rows.minimum_charge,
        charge_rows.maximum_charge,
        -- an event that is not rounded on its own keeps six decimals
        case
            when charge_rows.rounding_stage = 'event' then charge_rows.rounding_mode else 'half_up'
        end as rounding_mode,
        case
            when charge_rows.rounding_stage = 'event' then charge_rows.rounding_decimals else 6
        end as rounding_decimals,
        charge_rows.connect_fee_rule,
        charge_rows.tier_bound,
        charge_rows.tier_fees,
        charge_rows.tier_scope = 'period' as counts_the_period,
        charge_rows.tier_mode = 'volume' as is_volume,
        charge_rows.increment_reach = 'next_segment' as reaches_over,
        charge_rows.metering_stage = 'after_allowance' as is_metered_after,
        -- more to it than a price per unit: tiers, steps, fees, bounds or a rounding of its own
        sets.tier_count > 1
        or sets.largest_increment > 1
        or sets.largest_flat_fee > 0
        or charge_rows.minimum_charge is not null
        or charge_rows.maximum_charge is not null
        or charge_rows.rounding_stage = 'event' as has_tiers
    from pairs
    inner join charge_rows
        on charge_rows.source_row_id = pairs.charge_row_id
        and charge_rows.place = 1
    inner join sets
        on sets.tier_row_id = pairs.tier_row_id
)

select * from tariffs
