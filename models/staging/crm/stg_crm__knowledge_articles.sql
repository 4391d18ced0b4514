with

source as (
    select * from {{ source('crm', 'knowledge_articles') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        article_id,
        language,
        title,
        category,
        audience,
        version,
        status,
        published_at,
        body
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
