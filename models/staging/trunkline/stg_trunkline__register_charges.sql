with

source as (
    select * from {{ source('trunkline', 'register_charges') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        charge_key,
        account_key,
        subscription_id,
        plan_id,
        charge_kind,
        charge_id,
        description,
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        cast(cycle_day as integer) as cycle_day,
        event_count,
        quantity,
        amount,
        is_late,
        period
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
