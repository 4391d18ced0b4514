with

arrived as (
    select * from {{ ref('stg_crm__ticket_status_changes') }}
),

changes as (
    {{ one_record('arrived', ['change_id']) }}
),

told as (
    select
        *,
        -- two changes in one instant stand in the order in which they came
        row_number() over (
            partition by ticket_id order by changed_at desc, row_id desc
        ) as place_from_last,
        coalesce(old_status in ('resolved', 'closed'), false) as was_done,
        new_status in ('resolved', 'closed') as is_done
    from changes
),

counted as (
    select
        ticket_id,
        count(*) as change_count,
        count(case when was_done and not is_done then 1 end) as reopened_count,
        max(case when place_from_last = 1 then new_status end) as last_status,
        max(changed_at) as last_changed_at,
        -- the opening is nobody's answer, and a machine's change is none either
        min(case when old_status is not null and agent_key is not null then changed_at end)
            as first_agent_change_at,
        min(case when is_done and not was_done then changed_at end) as first_resolved_at,
        max(case when is_done and not was_done then changed_at end) as last_resolved_at
    from told
    group by ticket_id
)

select * from counted
