with

source as (
    select * from {{ source('catalogue', 'usage_limits') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        service,
        largest_quantity,
        clock_tolerance_seconds,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
