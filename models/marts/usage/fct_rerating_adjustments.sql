with

landed as (
    select * from {{ ref('stg_trunkline__rerating_adjustments') }}
),

reversals as (
    select * from {{ ref('fct_usage_adjustments') }}
),

-- a reversal takes back what its original was charged; what orders had added to that before it
-- counted is taken back beside it, in the same period
adjustments as (
    select
        landed.order_seq,
        landed.event_id,
        landed.subscription_id,
        landed.account_key,
        landed.plan_id,
        landed.charge_id,
        landed.charge_row_id,
        landed.tier_row_id,
        cast(null as bigint) as reversal_event_id,
        landed.service,
        landed.direction,
        landed.zone,
        landed.time_band,
        landed.currency,
        landed.tax_code,
        landed.cycle_day,
        landed.free_quantity,
        landed.charged_quantity,
        landed.charged_before,
        landed.charged_now,
        landed.amount,
        landed.is_late,
        false as is_taken_back,
        landed.usage_date,
        landed.period,
        landed.charged_period
    from landed
    union all
    select
        landed.order_seq,
        landed.event_id,
        landed.subscription_id,
        landed.account_key,
        landed.plan_id,
        landed.charge_id,
        landed.charge_row_id,
        landed.tier_row_id,
        reversals.event_id as reversal_event_id,
        landed.service,
        landed.direction,
        landed.zone,
        landed.time_band,
        landed.currency,
        landed.tax_code,
        landed.cycle_day,
        landed.free_quantity,
        landed.charged_quantity,
        landed.charged_before,
        landed.charged_now,
        cast(-landed.amount as decimal(18, 6)) as amount,
        reversals.is_late,
        true as is_taken_back,
        landed.usage_date,
        landed.period,
        reversals.charged_period
    from landed
    inner join reversals
        on reversals.original_event_id = landed.event_id
        and landed.order_seq <= reversals.rating_seq
)

select * from adjustments
