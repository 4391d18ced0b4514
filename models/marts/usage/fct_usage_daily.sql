with

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

daily as (
    select
        ---------- ids
        plan_id,
        ---------- strings
        service,
        direction,
        zone,
        currency,
        ---------- numbers
        count(*) as event_count,
        cast(sum(quantity) as bigint) as quantity,
        cast(sum(metered_quantity) as bigint) as metered_quantity,
        cast(sum(free_quantity) as bigint) as free_quantity,
        cast(sum(charge) as decimal(24, 6)) as charge_amount,
        ---------- dates
        usage_date
    from rated_usage
    group by usage_date, service, direction, zone, plan_id, currency
)

select * from daily
