with

source as (
    select * from {{ source('crm', 'surveys') }}
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
        survey_id,
        customer_id_key as customer_key,
        kind,
        score,
        answered_at,
        asked_at,
        channel,
        interaction_id,
        ticket_id,
        language
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
