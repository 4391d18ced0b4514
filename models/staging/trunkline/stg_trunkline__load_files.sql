with

source as (
    select * from {{ source('trunkline', 'load_files') }}
),

renamed as (
    select
        cast(load as bigint) as load_seq,
        cast(file_number as integer) as file_no,
        source,
        entity,
        load_mode,
        origin,
        sha256,
        producer,
        sequence,
        records,
        accepted,
        rejected,
        first_event_at,
        last_event_at,
        cast(contract_version as integer) as contract_version,
        landed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
