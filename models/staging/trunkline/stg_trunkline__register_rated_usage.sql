with

source as (
    select * from {{ source('trunkline', 'register_rated_usage') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        event_id,
        rating_seq,
        subscription_id,
        account_key,
        plan_id,
        charge_id,
        session_key,
        cell_id,
        subscription_row_id,
        charge_row_id,
        tier_row_id,
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        cast(cycle_day as integer) as cycle_day,
        cast(segment_count as integer) as segment_count,
        quantity,
        metered_quantity,
        free_quantity,
        charged_quantity,
        connect_fee,
        charge,
        cast(rating_version as integer) as rating_version,
        is_late,
        usage_date,
        period,
        charged_period,
        started_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
