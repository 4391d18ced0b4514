with

source as (
    select * from {{ source('catalogue', 'charges') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        charge_id,
        plan_id,
        charge_kind,
        description,
        service,
        direction,
        zone,
        time_band,
        initial_increment,
        next_increment,
        rate_unit,
        connect_fee,
        attempt_fee,
        -- what a row leaves open, as the contract says
        coalesce(connect_fee_rule, 'each_event') as connect_fee_rule,
        coalesce(metering_stage, 'before_allowance') as metering_stage,
        coalesce(increment_reach, 'next_segment') as increment_reach,
        coalesce(tier_scope, 'event') as tier_scope,
        coalesce(tier_mode, 'graduated') as tier_mode,
        coalesce(tier_bound, 'inclusive') as tier_bound,
        coalesce(tier_fees, 'reached') as tier_fees,
        minimum_charge,
        maximum_charge,
        period_minimum,
        period_maximum,
        coalesce(rounding_stage, 'line') as rounding_stage,
        coalesce(rounding_mode, 'half_up') as rounding_mode,
        rounding_decimals,
        coalesce(price_basis, 'net') as price_basis,
        account_id_key as account_key,
        subscription_id,
        segment,
        from_contract_month,
        to_contract_month,
        coalesce(priority, 0) as priority,
        amount,
        currency,
        tax_code,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
