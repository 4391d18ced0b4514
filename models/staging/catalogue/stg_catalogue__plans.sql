with

source as (
    select * from {{ source('catalogue', 'plans') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        plan_id,
        name,
        name_en,
        line_type,
        coalesce(calendar, 'standard') as calendar,
        currency,
        status,
        valid_from,
        coalesce(valid_to, {{ end_of_time() }}) as valid_to
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
