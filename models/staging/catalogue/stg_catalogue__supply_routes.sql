with

source as (
    select * from {{ source('catalogue', 'supply_routes') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        route_id,
        supplier_id,
        plan_id,
        service,
        trunk,
        zone,
        coalesce(priority, 0) as priority,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
