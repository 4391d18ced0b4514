with

allowances as (
    select * from {{ ref('dim_allowances') }}
),

numbers as (
    select distinct
        allowance_number,
        allowance_id
    from allowances
)

select * from numbers
