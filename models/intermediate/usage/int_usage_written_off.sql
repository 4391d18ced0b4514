with

write_offs as (
    select * from {{ ref('stg_trunkline__usage_write_offs') }}
),

-- an event is written off once: what landed twice counts from the first
ranked as (
    select
        *,
        row_number() over (partition by event_id order by row_id) as place
    from write_offs
),

written_off as (
    select
        event_id,
        load_seq as written_off_seq,
        lacked,
        currency,
        reason,
        estimated_amount
    from ranked
    where place = 1
)

select * from written_off
