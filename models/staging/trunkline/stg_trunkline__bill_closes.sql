with

source as (
    select * from {{ source('trunkline', 'bill_closes') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        cast(cycle_day as integer) as cycle_day,
        period,
        closed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
