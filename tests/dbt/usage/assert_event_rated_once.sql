-- An event that is rated twice is charged twice. Sought over the days that the last loads touched:
-- a key constraint on event grain costs ten times the build, and older days were tested when they
-- were written.
with

newest as (
    select max(rating_seq) as rating_seq from {{ ref('fct_rated_usage') }}
),

days_touched as (
    select distinct rated_usage.usage_date
    from {{ ref('fct_rated_usage') }} as rated_usage
    inner join newest
        on newest.rating_seq = rated_usage.rating_seq
)

select
    rated_usage.event_id,
    count(*) as copies
from {{ ref('fct_rated_usage') }} as rated_usage
inner join days_touched
    on days_touched.usage_date = rated_usage.usage_date
group by rated_usage.event_id
having count(*) > 1
