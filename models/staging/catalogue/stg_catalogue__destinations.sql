with

source as (
    select * from {{ source('catalogue', 'destinations') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        destination_kind,
        {{ joint_prefix('prefix', 'number_prefix') }} as prefix,
        zone,
        name,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
