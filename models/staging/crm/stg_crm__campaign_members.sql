with

source as (
    select * from {{ source('crm', 'campaign_members') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        campaign_id,
        customer_id_key as customer_key,
        subscription_id,
        wave,
        assigned_group,
        assigned_at,
        score_at_assignment,
        sent_at,
        responded_at,
        converted_at,
        status,
        changed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
