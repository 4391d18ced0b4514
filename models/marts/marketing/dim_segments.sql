with

customers as (
    select * from {{ ref('dim_customers') }}
),

segments as (
    select
        concat(segment, '/', coalesce(region, 'unknown')) as segment_id,
        segment,
        coalesce(region, 'unknown') as region,
        count(*) as customer_count,
        count(case when status = 'active' then 1 end) as active_customer_count
    from customers
    group by segment, coalesce(region, 'unknown')
)

select * from segments
