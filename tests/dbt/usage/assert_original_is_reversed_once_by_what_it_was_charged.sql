-- A reversal takes back exactly its original's charge, and no original is taken back twice. The
-- amounts are compared for the reversals of the newest load that brought any: older ones were
-- compared when they were written.
with

adjustments as (
    select * from {{ ref('fct_usage_adjustments') }}
),

newest as (
    select max(rating_seq) as rating_seq from adjustments
)

select
    original_event_id,
    'reversed twice' as problem
from adjustments
group by original_event_id
having count(*) > 1
union all
select
    adjustments.original_event_id,
    'not what the original was charged' as problem
from adjustments
inner join newest
    on newest.rating_seq = adjustments.rating_seq
left join {{ ref('fct_rated_usage') }} as rated_usage
    on rated_usage.event_id = adjustments.original_event_id
where coalesce(rated_usage.charge + adjustments.amount, 1) <> 0
