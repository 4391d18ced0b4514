with

source as (
    select * from {{ source('planning', 'targets') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        metric_id,
        month,
        currency,
        value
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
