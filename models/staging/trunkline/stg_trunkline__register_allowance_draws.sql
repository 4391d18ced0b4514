with

source as (
    select * from {{ source('trunkline', 'register_allowance_draws') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        event_id,
        rating_seq,
        bucket_owner,
        bucket_number,
        draw_level,
        free_quantity,
        consumed_quantity,
        granted_quantity,
        balance_date
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
