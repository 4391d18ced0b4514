with

lines as (
    select * from {{ ref('int_line_versions') }}
),

payers as (
    -- what a stored subscription row says
    select distinct
        subscription_row_id,
        subscription_number,
        subscription_id,
        account_key,
        plan_id
    from lines
)

select * from payers
