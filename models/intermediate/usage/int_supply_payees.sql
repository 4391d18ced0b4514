with

lines as (
    select * from {{ ref('int_supply_lines') }}
),

payees as (
    -- what a stored row of a route says, in the shape of int_payers: tiers are counted by supplier
    select distinct
        subscription_row_id,
        subscription_number,
        supplier_id as subscription_id,
        route_id as account_key,
        plan_id
    from lines
)

select * from payees
