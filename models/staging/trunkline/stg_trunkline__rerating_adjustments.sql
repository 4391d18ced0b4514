with

source as (
    select * from {{ source('trunkline', 'rerating_adjustments') }}
),

renamed as (
    select
        ---------- ids
        cast(load as bigint) as order_seq,
        event_id,
        subscription_id,
        account_key,
        plan_id,
        charge_id,
        charge_row_id,
        tier_row_id,
        ---------- strings
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        ---------- numbers
        cast(cycle_day as integer) as cycle_day,
        free_quantity,
        charged_quantity,
        charged_before,
        charged_now,
        amount,
        ---------- booleans
        is_late,
        ---------- dates
        usage_date,
        period,
        charged_period
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
