with

named as (
    select * from {{ ref('int_reversals_named') }}
),

rated_usage as (
    select * from {{ ref('fct_rated_usage') }}
),

written_off as (
    select * from {{ ref('int_usage_written_off') }}
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
        rated_usage.charged_quantity,
        rated_usage.connect_fee,
        rated_usage.charge,
        rated_usage.usage_date,
        rated_usage.charged_period
    from rated_usage
    inner join named
        on named.original_event_id = rated_usage.event_id
),

-- a reversal that was written off before it could count takes nothing back
standing as (
    select matched.*
    from matched
    left join written_off
        on written_off.event_id = matched.event_id
    where written_off.event_id is null or matched.rating_seq < written_off.written_off_seq
),

-- an event is taken back once: the first reversal counts, a second one stays in suspense
ranked as (
    select
        *,
        row_number() over (partition by original_event_id order by rating_seq, event_id) as place
    from standing
)

select * from ranked
