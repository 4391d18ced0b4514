with

charges as (
    select * from {{ ref('stg_catalogue__charges') }}
),

painted as (
    {{ paint_rows('charges', ['charge_id'], [
        'plan_id', 'charge_kind', 'description', 'service', 'direction', 'zone', 'time_band', 'initial_increment',
        'next_increment', 'rate_unit', 'connect_fee', 'attempt_fee', 'connect_fee_rule', 'metering_stage',
        'increment_reach', 'tier_scope', 'tier_mode', 'tier_bound', 'tier_fees', 'minimum_charge', 'maximum_charge',
        'period_minimum', 'period_maximum', 'rounding_stage', 'rounding_mode', 'rounding_decimals', 'price_basis',
        'account_key', 'subscription_id', 'segment', 'from_contract_month', 'to_contract_month', 'priority', 'amount',
        'currency', 'tax_code', 'status'
    ]) }}
)

select * from painted
where status = 'active'
