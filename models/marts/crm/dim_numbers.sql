with

number_history as (
    select * from {{ ref('stg_billing__number_history') }}
),

painted as (
    {{ paint_rows('number_history', ['line_key'], ['subscription_id', 'status']) }}
)

select * from painted
where status = 'active'
