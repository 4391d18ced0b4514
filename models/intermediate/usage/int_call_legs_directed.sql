{{ config(materialized='view') }}

with

legs as (
    select * from {{ ref('stg_freeswitch__call_records') }}
),

-- With `legs` set to ab the switch writes both legs of a bridged call, each with the billed
-- seconds. The second one, which the switch itself set up, must not be charged again. Legs are
-- looked for within a load, so that what arrives later never changes what was rated; each name is
-- a join of its own, since one on either of two compares every leg of a load with every other.
pairs as (
    {%- for name, condition in [
        ('other_leg_id', 'true'), ('signalled_leg_id', "second_legs.switch_direction = 'outbound'")
    ] %}
        select
            second_legs.event_id,
            second_legs.load_seq,
            -- each may name the other: the one set up first is the caller's
            first_legs.set_up_at < second_legs.set_up_at
            or (
                first_legs.set_up_at = second_legs.set_up_at
                and (second_legs.other_leg_id is null or first_legs.leg_id < second_legs.leg_id)
            ) as is_in_order
        from {{ ref('stg_freeswitch__call_records') }} as first_legs
        inner join {{ ref('stg_freeswitch__call_records') }} as second_legs
            on second_legs.load_seq = first_legs.load_seq
            and second_legs.leg_id = first_legs.{{ name }}
        where second_legs.leg_id <> first_legs.leg_id and {{ condition }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

second_legs as (
    select distinct
        event_id,
        load_seq
    from pairs
    where is_in_order
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
        and second_legs.load_seq = legs.load_seq
)

select * from directed
