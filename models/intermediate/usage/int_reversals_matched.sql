{{ config(pre_hook='{{ join_as_written() }}', post_hook='{{ join_as_estimated() }}') }}

with

reversals as (
    select * from {{ ref('int_reversal_records') }}
),

firsts as (
    select * from {{ ref('int_usage_deduplicated') }}
    where reversal_of is null
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

named as (
    select
        reversals.event_id,
        reversals.load_seq,
        min(firsts.event_id) as original_event_id
    from firsts
    inner join reversals
        on reversals.source = firsts.source
        and reversals.reversal_of = firsts.event_key
    group by reversals.event_id, reversals.load_seq
),

matched as (
    select
        named.event_id,
        named.original_event_id,
        greatest(named.load_seq, rated_usage.rating_seq) as rating_seq,
        rated_usage.subscription_id,
        rated_usage.account_key,
        rated_usage.plan_id,
        rated_usage.charge_id,
        rated_usage.service,
        rated_usage.direction,
        rated_usage.zone,
        rated_usage.time_band,
        rated_usage.currency,
        rated_usage.tax_code,
        rated_usage.cycle_day,
        rated_usage.charge,
        rated_usage.usage_date,
        rated_usage.charged_period
    from rated_usage
    inner join named
        on named.original_event_id = rated_usage.event_id
),

-- an event is taken back once: the first reversal counts, a second one stays in suspense
ranked as (
    select
        *,
        row_number() over (partition by original_event_id order by rating_seq, event_id) as place
    from matched
)

select * from ranked
