-- The segments of a cut event, and what it drew from each bucket, add up to the event. Sought for
-- the events that the newest load made rateable: what stands never changes.
with

newest as (
    select max(rating_seq) as rating_seq from {{ ref('fct_rated_usage') }}
),

rated_usage as (
    select rated_usage.*
    from {{ ref('fct_rated_usage') }} as rated_usage
    inner join newest
        on newest.rating_seq = rated_usage.rating_seq
),

segments as (
    select
        event_id,
        count(*) as segment_count,
        sum(quantity) as quantity,
        sum(metered_quantity) as metered_quantity,
        sum(charged_quantity) as charged_quantity,
        sum(charge) as charge
    from {{ ref('fct_rated_segments') }}
    where rating_seq in (select rating_seq from newest)
    group by event_id
),

draws as (
    select
        event_id,
        sum(free_quantity) as free_quantity
    from {{ ref('fct_allowance_draws') }}
    where rating_seq in (select rating_seq from newest)
    group by event_id
)

select
    rated_usage.event_id,
    'segments' as difference
from rated_usage
left join segments
    on segments.event_id = rated_usage.event_id
where rated_usage.segment_count > 1
    and (
        segments.event_id is null
        or segments.segment_count <> rated_usage.segment_count
        or segments.quantity <> rated_usage.quantity
        or segments.metered_quantity <> rated_usage.metered_quantity
        or segments.charged_quantity <> rated_usage.charged_quantity
        or segments.charge <> rated_usage.charge
    )
union all
select
    coalesce(rated_usage.event_id, draws.event_id) as event_id,
    'draws' as difference
from rated_usage
full join draws
    on draws.event_id = rated_usage.event_id
where coalesce(rated_usage.free_quantity, -1) <> coalesce(draws.free_quantity, 0)
