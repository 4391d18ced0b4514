-- What a bucket gave in an open period is at most what it grants (RATING.md section 3); closed ones
-- stand in the register.
with

buckets as (
    select
        rated_usage.subscription_id,
        rated_usage.allowance_id,
        rated_usage.charged_period,
        sum(rated_usage.free_quantity) as consumed_quantity,
        max(rated_usage.granted_quantity) as granted_quantity
    from {{ ref('fct_rated_usage') }} as rated_usage
    inner join {{ ref('dim_billing_periods') }} as periods
        on periods.cycle_day = rated_usage.cycle_day
        and periods.period = rated_usage.charged_period
        and periods.close_load_seq is null
    where rated_usage.allowance_id is not null
    group by rated_usage.subscription_id, rated_usage.allowance_id, rated_usage.charged_period
)

select * from buckets
where consumed_quantity > granted_quantity
