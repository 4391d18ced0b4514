with

source as (
    select * from {{ source('crm', 'tickets') }}
),

renamed as (
    select
        ---------- ids
        {{ row_id('load') }} as row_id,
        cast(load as bigint) as load_seq,
        file_no,
        line_no,
        ---------- what the record says
        ticket_id,
        customer_id_key as customer_key,
        account_id_key as account_key,
        subscription_id,
        outage_id,
        channel,
        category,
        is_complaint,
        priority,
        status,
        opened_at,
        first_response_at,
        resolved_at,
        first_response_due_at,
        resolution_due_at,
        changed_at
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
