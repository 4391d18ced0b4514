{{ config(materialized='view') }}

with

legs as (
    select * from {{ ref('stg_freeswitch__call_records') }}
),

second_legs as (
    -- With `legs` set to ab the switch writes both legs of a bridged call, each with the billed
    -- seconds. The second one, which the switch itself set up, must not be charged again. Legs are
    -- looked for within a load, so that what arrives later never changes what was rated.
    select distinct second_legs.event_id
    from legs as first_legs
    inner join legs as second_legs
        on second_legs.load_seq = first_legs.load_seq
        and second_legs.leg_id <> first_legs.leg_id
        and (
            second_legs.leg_id = first_legs.other_leg_id
            or (
                second_legs.leg_id = first_legs.signalled_leg_id
                and second_legs.switch_direction = 'outbound'
            )
        )
    -- each may name the other: the one set up first is the caller's
    where first_legs.set_up_at < second_legs.set_up_at
        or (
            first_legs.set_up_at = second_legs.set_up_at
            and (second_legs.other_leg_id is null or first_legs.leg_id < second_legs.leg_id)
        )
),

directed as (
    select
        legs.event_id,
        legs.load_seq,
        legs.file_no,
        legs.event_key,
        legs.line_key,
        legs.other_party_key,
        legs.other_party_prefix,
        legs.service,
        case when second_legs.event_id is null then 'outgoing' else 'incoming' end as direction,
        legs.outcome,
        legs.quantity,
        legs.started_date,
        legs.started_at
    from legs
    left join second_legs
        on second_legs.event_id = legs.event_id
)

select * from directed
