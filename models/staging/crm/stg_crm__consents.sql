with

source as (
    select * from {{ source('crm', 'consents') }}
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
        consent_id,
        customer_id_key as customer_key,
        given_by_key,
        channel,
        purpose,
        action,
        acted_at,
        source as consent_source,
        text_version,
        expires_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
