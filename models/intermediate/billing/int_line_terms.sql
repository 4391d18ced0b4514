with

charges as (
    select * from {{ ref('stg_catalogue__charges') }}
    where status = 'active'
),

ranked as (
    -- the newest row of a charge says; lines of closed periods stand in the register
    select
        *,
        row_number() over (partition by charge_id order by row_id desc) as place
    from charges
),

terms as (
    select
        charge_id,
        price_basis,
        case when rounding_stage = 'line' then rounding_mode else 'half_up' end as rounding_mode,
        case when rounding_stage = 'line' then rounding_decimals end as rounding_decimals
    from ranked
    where place = 1
)

select * from terms
