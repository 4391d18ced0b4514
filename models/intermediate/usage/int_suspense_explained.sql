with

suspended as (
    select * from {{ ref('int_usage_suspended') }}
),

first_reasons as (
    select * from {{ ref('int_suspense_first_reasons') }}
),

reversals as (
    select * from {{ ref('int_reversal_records') }}
),

reversals_matched as (
    select * from {{ ref('int_reversals_matched') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

written_off as (
    select * from {{ ref('int_usage_written_off') }}
),

admissions as (
    select * from {{ ref('int_usage_admissions') }}
),

numbers as (
    select * from {{ ref('dim_numbers') }}
),

lines as (
    select * from {{ ref('int_line_versions') }}
),

destinations_resolved as (
    select * from {{ ref('int_destinations_resolved') }}
),

destinations as (
    select * from {{ ref('dim_destinations') }}
),

suspended_known as (
    -- the reason as known now; for an event that was cured or written off, just before that: the
    -- last thing that it lacked
    select
        suspended.*,
        rated_usage.rating_seq as cured_seq,
        case
            when rated_usage.event_id is null then written_off.written_off_seq
        end as written_off_seq,
        coalesce(
            rated_usage.rating_seq - 1, written_off.written_off_seq - 1, {{ watermark() }}
        ) as known_at
    from suspended
    left join rated_usage
        on rated_usage.event_id = suspended.event_id
    left join written_off
        on written_off.event_id = suspended.event_id
),

reasons as (
    {{ suspense_reasons('suspended_known') }}
),

waiting_usage as (
    select
        suspended_known.event_id,
        suspended_known.load_seq,
        suspended_known.line_key,
        suspended_known.service,
        suspended_known.direction,
        suspended_known.quantity,
        suspended_known.started_at,
        suspended_known.cured_seq,
        suspended_known.written_off_seq,
        first_reasons.reason as first_reason,
        reasons.reason
    from suspended_known
    inner join reasons
        on reasons.event_id = suspended_known.event_id
    left join first_reasons
        on first_reasons.event_id = suspended_known.event_id
),

waiting_reversals as (
    select
        reversals.event_id,
        reversals.load_seq,
        reversals.line_key,
        reversals.service,
        reversals.direction,
        reversals.quantity,
        reversals.started_at,
        cast(null as bigint) as cured_seq,
        written_off.written_off_seq,
        case
            when reversals_matched.place > 1 then 'already_reversed'
            else 'original_not_rated'
        end as reason
    from reversals
    left join reversals_matched
        on reversals_matched.event_id = reversals.event_id
    left join written_off
        on written_off.event_id = reversals.event_id
    where reversals_matched.event_id is null or reversals_matched.place > 1
),

explained as (
    select * from waiting_usage
    union all
    select
        event_id,
        load_seq,
        line_key,
        service,
        direction,
        quantity,
        started_at,
        cured_seq,
        written_off_seq,
        reason as first_reason,
        reason
    from waiting_reversals
)

select * from explained
