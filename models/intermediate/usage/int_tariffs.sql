with

prices as (
    select * from {{ ref('dim_prices') }}
),

tariffs as (
    -- what a stored pair of catalogue rows says
    select distinct
        charge_row_id,
        tier_row_id,
        charge_id,
        service,
        direction,
        zone,
        currency,
        tax_code,
        initial_increment,
        next_increment,
        rate_unit,
        connect_fee,
        unit_price
    from prices
)

select * from tariffs
