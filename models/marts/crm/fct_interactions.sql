with

arrived as (
    select * from {{ ref('stg_crm__interactions') }}
),

interactions as (
    {{ one_record('arrived', ['interaction_id']) }}
),

in_order as (
    -- a repeat is told by the customer and the reason, whatever an agent linked
    select
        *,
        lag(started_at) over (
            partition by customer_key, reason, direction
            order by started_at, interaction_id
        ) as previous_started_at
    from interactions
),

timed as (
    select
        ---------- ids
        interaction_id,
        customer_key,
        account_key,
        subscription_id,
        agent_key,
        ticket_id,
        previous_interaction_id,
        ---------- strings
        channel,
        direction,
        reason,
        resolution,
        language,
        ---------- numbers
        cast(queue_seconds as bigint) as queue_seconds,
        cast(hold_seconds as bigint) as hold_seconds,
        cast(
            {{ seconds_between('started_at', 'ended_at') }}
            + coalesce(after_work_seconds, 0) as bigint
        ) as handle_seconds,
        ---------- booleans
        previous_interaction_id is not null
        or coalesce(
            direction = 'inbound'
            and customer_key is not null
            and started_at < previous_started_at + interval {{ var('repeat_contact_days') }} day,
            false
        ) as is_repeat,
        ---------- dates and times
        {{ local_date('started_at') }} as interaction_date,
        started_at,
        ended_at
    from in_order
)

select * from timed
