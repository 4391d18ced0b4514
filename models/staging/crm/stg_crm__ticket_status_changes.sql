with

source as (
    select * from {{ source('crm', 'ticket_status_changes') }}
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
        change_id,
        ticket_id,
        changed_at,
        old_status,
        new_status,
        agent_id_key as agent_key
    from source
    where load between 1 and {{ watermark() }}
)

select * from renamed
