with

source as (
    select * from {{ source('trunkline', 'usage_releases') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        event_id,
        cast(load as bigint) as load_seq,
        ---------- strings
        reason,
        released_by,
        ---------- times
        released_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
