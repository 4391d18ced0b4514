with

source as (
    select * from {{ source('planning', 'figure_notes') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        note_id,
        metric_id,
        month,
        source.text as note_text,
        written_by,
        written_at,
        is_withdrawn
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
