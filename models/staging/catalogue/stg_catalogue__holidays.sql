with

source as (
    select * from {{ source('catalogue', 'holidays') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        coalesce(calendar, 'standard') as calendar,
        holiday_date,
        name,
        status
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
