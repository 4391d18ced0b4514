with

source as (
    select * from {{ source('trunkline', 'rerating_orders') }}
),

renamed as (
    select
        ---------- ids
        cast(load as bigint) as order_seq,
        ---------- strings
        period,
        scope,
        reason,
        ordered_by,
        ---------- numbers
        known_at,
        event_count,
        left_out_count,
        unrateable_count,
        ---------- times
        ordered_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
