with

source as (
    select * from {{ source('crm', 'interactions') }}
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
        interaction_id,
        customer_id_key as customer_key,
        account_id_key as account_key,
        subscription_id,
        channel,
        direction,
        reason,
        resolution,
        started_at,
        ended_at,
        queue_seconds,
        hold_seconds,
        after_work_seconds,
        agent_id_key as agent_key,
        ticket_id,
        previous_interaction_id,
        language
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
