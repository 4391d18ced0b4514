with

source as (
    select * from {{ source('trunkline', 'usage_write_offs') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        event_id,
        cast(load as bigint) as load_seq,
        ---------- strings
        lacked,
        currency,
        reason,
        written_off_by,
        ---------- numbers
        estimated_amount,
        ---------- times
        written_off_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
