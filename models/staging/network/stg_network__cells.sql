with

source as (
    select * from {{ source('network', 'cells') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        cell_id,
        site_id,
        technology,
        region,
        area_class,
        latitude,
        longitude,
        on_air_date
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
