with

source as (
    select * from {{ source('roaming', 'nrtrde_files') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        event_key,
        ---------- strings
        sender,
        recipient,
        ---------- numbers
        file_sequence_number,
        specification_version,
        release_version,
        event_count,
        ---------- times
        file_available_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
