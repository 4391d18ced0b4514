with

source as (
    select * from {{ source('catalogue', 'numbering_ranges') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        calling_code,
        prefix,
        lengths,
        type as number_type,
        tariff,
        area_code_length,
        operator,
        regions,
        place
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
