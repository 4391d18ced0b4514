with

waiting as (
    select * from {{ ref('int_suspense_explained') }}
),

written_off as (
    select * from {{ ref('int_usage_written_off') }}
),

estimates as (
    select * from {{ ref('int_suspense_estimates') }}
),

load_times as (
    select
        load_seq,
        max(landed_at) as landed_at
    from {{ ref('fct_load_files') }}
    group by load_seq
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

suspense as (
    select
        ---------- ids
        waiting.event_id,
        waiting.load_seq,
        waiting.cured_seq,
        waiting.written_off_seq,
        waiting.line_key,
        ---------- strings
        waiting.first_reason,
        waiting.reason,
        waiting.service,
        waiting.direction,
        case
            when waiting.cured_seq is not null then 'cured'
            when waiting.written_off_seq is not null then 'written_off'
            else 'open'
        end as status,
        -- what was written off stays worth what it was said to be worth then
        case
            when waiting.written_off_seq is not null then written_off.currency
            else estimates.currency
        end as currency,
        ---------- numbers
        waiting.quantity,
        case
            when waiting.written_off_seq is not null then written_off.estimated_amount
            else estimates.estimated_amount
        end as estimated_amount,
        {{ days_between(local_date('load_times.landed_at'), 'clock.as_of_date') }} as age_days,
        ---------- times
        waiting.started_at,
        load_times.landed_at
    from waiting
    cross join clock
    inner join load_times
        on load_times.load_seq = waiting.load_seq
    left join written_off
        on written_off.event_id = waiting.event_id
    left join estimates
        on estimates.service = waiting.service
)

select * from suspense
