with

tiers as (
    select * from {{ ref('stg_catalogue__charge_tiers') }}
),

painted as (
    {{ paint_rows('tiers', ['charge_id', 'from_quantity'], ['unit_price', 'status']) }}
)

select * from painted
where status = 'active'
