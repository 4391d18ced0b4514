with

charges as (
    select * from {{ ref('dim_charges') }}
),

tiers as (
    select * from {{ ref('int_tiers_painted') }}
),

time_bands as (
    select * from {{ ref('int_time_bands_named') }}
),

priced as (
    select
        charges.*,
        tiers.unit_price,
        tiers.source_row_id as tier_row_id,
        greatest(charges.valid_from, tiers.valid_from) as priced_from,
        least(charges.valid_to, tiers.valid_to) as priced_to,
        greatest(charges.known_from, tiers.known_from) as priced_known_from,
        least(charges.known_to, tiers.known_to) as priced_known_to
    from charges
    inner join tiers
        on tiers.charge_id = charges.charge_id
        and tiers.valid_from < charges.valid_to and charges.valid_from < tiers.valid_to
        and tiers.known_from < charges.known_to and charges.known_from < tiers.known_to
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
        priced.rate_unit,
        priced.connect_fee,
        priced.unit_price,
        case when priced.time_band = 'any' then 0 else 1 end as is_named,
        priced.priced_from as valid_from,
        priced.priced_to as valid_to,
        priced.priced_known_from as known_from,
        priced.priced_known_to as known_to
    from priced
    inner join time_bands
        on time_bands.time_band = priced.time_band
        or priced.time_band = 'any'
),

cut as (
    {{ cut_rectangles(
        'offered',
        ['plan_id', 'service', 'direction', 'zone', 'time_band'],
        ['charge_id', 'charge_row_id', 'tier_row_id', 'description', 'currency', 'tax_code', 'initial_increment',
         'next_increment', 'rate_unit', 'connect_fee', 'unit_price'],
        ['is_named', 'charge_row_id', 'tier_row_id']
    ) }}
)

select * from cut
