with

source as (
    select * from {{ source('trunkline', 'accepted_gaps') }}
),

renamed as (
    select
        cast(load as bigint) as close_load_seq,
        producer,
        sequence,
        reason,
        accepted_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
