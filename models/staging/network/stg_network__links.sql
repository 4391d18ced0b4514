with

source as (
    select * from {{ source('network', 'links') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        link_id,
        kind,
        from_site_id,
        to_site_id,
        capacity_bits_per_second,
        circuits,
        in_service_date
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
