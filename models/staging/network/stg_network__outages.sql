with

source as (
    select * from {{ source('network', 'outages') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        outage_id,
        element_kind,
        element_id,
        cause,
        severity,
        is_planned,
        status,
        began_at,
        ended_at,
        changed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
