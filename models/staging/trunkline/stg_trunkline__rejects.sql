with

source as (
    select * from {{ source('trunkline', 'rejects') }}
),

renamed as (
    select
        cast(load as bigint) as load_seq,
        cast(file_number as integer) as file_no,
        record_line as line_no,
        source,
        entity,
        field,
        rule,
        message
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
