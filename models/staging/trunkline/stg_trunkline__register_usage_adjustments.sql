with

source as (
    select * from {{ source('trunkline', 'register_usage_adjustments') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        event_id,
        original_event_id,
        rating_seq,
        subscription_id,
        account_key,
        plan_id,
        charge_id,
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        cast(cycle_day as integer) as cycle_day,
        charged_quantity,
        connect_fee,
        amount,
        is_late,
        usage_date,
        charged_period
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
