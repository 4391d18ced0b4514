with

charges as (
    select * from {{ ref('dim_charges') }}
),

tier_sets as (
    select * from {{ ref('dim_tier_sets') }}
),

tiers as (
    select * from {{ ref('dim_price_tiers') }}
    where tier_number = 1
),

time_bands as (
    select * from {{ ref('int_time_bands_named') }}
),

priced as (
    select
        charges.*,
        tiers.unit_price,
        tiers.rate_unit as tier_rate_unit,
        tier_sets.tier_row_id,
        tier_sets.tier_count,
        greatest(charges.valid_from, tier_sets.valid_from) as priced_from,
        least(charges.valid_to, tier_sets.valid_to) as priced_to,
        greatest(charges.known_from, tier_sets.known_from) as priced_known_from,
        least(charges.known_to, tier_sets.known_to) as priced_known_to
    from charges
    inner join tier_sets
        on tier_sets.charge_id = charges.charge_id
        and tier_sets.valid_from < charges.valid_to and charges.valid_from < tier_sets.valid_to
        and tier_sets.known_from < charges.known_to and charges.known_from < tier_sets.known_to
    inner join tiers
        on tiers.tier_row_id = tier_sets.tier_row_id
    where charges.charge_kind = 'usage'
),

offered as (
    -- a charge for any band is offered in each band, behind one that names the band
    select
        priced.plan_id,
        priced.service,
        priced.direction,
        priced.zone,
        time_bands.time_band,
        priced.charge_id,
        priced.source_row_id as charge_row_id,
        priced.tier_row_id,
        priced.description,
        priced.currency,
        priced.tax_code,
        priced.initial_increment,
        priced.next_increment,
        coalesce(priced.tier_rate_unit, priced.rate_unit) as rate_unit,
        priced.connect_fee,
        priced.unit_price,
        priced.tier_count,
        priced.priority,
        -- a price that counts a whole period, or all of an event at the tier reached, is not cut
        priced.tier_scope = 'event' and priced.tier_mode = 'graduated' as is_cuttable,
        case when priced.time_band = 'any' then 0 else 1 end as is_named,
        -- whether a call may meet another price in another band
        max(case when priced.time_band = 'any' then 0 else 1 end) over (
            partition by priced.plan_id, priced.service, priced.direction, priced.zone
        ) = 1 as differs_by_band,
        -- what only some pay: an account, a subscription, a segment, some months of a contract
        priced.account_key,
        priced.subscription_id,
        priced.segment,
        priced.from_contract_month,
        priced.to_contract_month,
        priced.account_key is not null
        or priced.subscription_id is not null
        or priced.segment is not null
        or priced.from_contract_month is not null
        or priced.to_contract_month is not null as is_special,
        priced.priced_from as valid_from,
        priced.priced_to as valid_to,
        priced.priced_known_from as known_from,
        priced.priced_known_to as known_to
    from priced
    inner join time_bands
        on time_bands.time_band = priced.time_band
        or priced.time_band = 'any'
)

select * from offered
