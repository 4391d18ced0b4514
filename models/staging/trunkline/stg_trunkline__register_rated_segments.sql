with

source as (
    select * from {{ source('trunkline', 'register_rated_segments') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        event_id,
        cast(segment_number as integer) as segment_number,
        rating_seq,
        charge_id,
        charge_row_id,
        tier_row_id,
        time_band,
        cast(cycle_day as integer) as cycle_day,
        from_offset,
        quantity,
        metered_quantity,
        free_quantity,
        charged_quantity,
        connect_fee,
        charge,
        charged_period
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
