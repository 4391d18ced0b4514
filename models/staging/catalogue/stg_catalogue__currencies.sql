with

source as (
    select * from {{ source('catalogue', 'currencies') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        currency,
        name,
        decimals
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
