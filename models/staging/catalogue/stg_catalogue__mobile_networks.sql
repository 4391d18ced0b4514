with

source as (
    select * from {{ source('catalogue', 'mobile_networks') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        mcc,
        mnc,
        brand,
        operator
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
