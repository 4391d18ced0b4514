with

tiers as (
    select * from {{ ref('stg_catalogue__charge_tiers') }}
),

in_sets as (
    select
        *,
        min(row_id) over (
            partition by load_seq, file_no, charge_id, valid_from, valid_to
        ) as tier_row_id
    from tiers
),

ordered as (
    select
        tier_row_id,
        row_number() over (partition by tier_row_id order by from_quantity, row_id) as tier_number,
        from_quantity,
        -- where the next one begins; the last has no end
        lead(from_quantity, 1, cast({{ end_of_knowledge() }} as bigint)) over (
            partition by tier_row_id order by from_quantity, row_id
        ) as to_quantity,
        rate_unit,
        increment,
        flat_fee,
        unit_price
    from in_sets
    where status = 'active'
),

tiers_of_sets as (
    select
        ---------- ids
        cast(tier_row_id as bigint) as tier_row_id,
        cast(tier_number as integer) as tier_number,
        ---------- numbers
        cast(from_quantity as bigint) as from_quantity,
        cast(to_quantity as bigint) as to_quantity,
        cast(rate_unit as bigint) as rate_unit,
        cast(increment as bigint) as increment,
        cast(flat_fee as decimal(18, 6)) as flat_fee,
        cast(unit_price as decimal(18, 6)) as unit_price
    from ordered
)

select * from tiers_of_sets
