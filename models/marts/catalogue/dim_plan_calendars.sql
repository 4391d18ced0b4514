with

plans as (
    select * from {{ ref('stg_catalogue__plans') }}
),

subscriptions as (
    select * from {{ ref('stg_billing__subscriptions') }}
),

firsts as (
    -- a plan keeps the calendar with which it first came: bands of a period are never mixed
    select
        plan_id,
        calendar,
        load_seq,
        row_number() over (partition by plan_id order by row_id) as place
    from plans
),

plan_ids as (
    select plan_id from plans
    union
    select plan_id from subscriptions
),

chosen as (
    select
        plan_ids.plan_id,
        firsts.calendar,
        firsts.load_seq
    from plan_ids
    left join firsts
        on firsts.plan_id = plan_ids.plan_id
        and firsts.place = 1
),

calendars as (
    select
        plan_id,
        coalesce(calendar, 'standard') as calendar,
        cast(coalesce(load_seq, 0) as bigint) as known_from,
        cast({{ end_of_knowledge() }} as bigint) as known_to
    from chosen
    union all
    -- until the plan itself is known, its subscriptions go by the standard one
    select
        plan_id,
        'standard' as calendar,
        cast(0 as bigint) as known_from,
        load_seq as known_to
    from chosen
    where load_seq > 0
)

select * from calendars
