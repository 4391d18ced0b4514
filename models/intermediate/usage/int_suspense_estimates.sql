with

usage_daily as (
    select * from {{ ref('fct_usage_daily') }}
),

averages as (
    -- millionths, divided as whole numbers; two currencies are never averaged
    select
        service,
        currency,
        {{ micros_to_amount(
            divide_half_up(amount_to_micros('sum(charge_amount)'), 'sum(event_count)')
        ) }} as estimated_amount,
        row_number() over (partition by service order by sum(event_count) desc, currency) as place
    from usage_daily
    group by service, currency
),

estimates as (
    select
        service,
        currency,
        estimated_amount
    from averages
    where place = 1
)

select * from estimates
