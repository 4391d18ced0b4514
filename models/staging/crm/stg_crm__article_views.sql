with

source as (
    select * from {{ source('crm', 'article_views') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        event_key,
        view_id,
        article_id,
        language,
        viewed_at,
        session_id,
        customer_id_key as customer_key,
        channel,
        was_helpful
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
