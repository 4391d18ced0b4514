with

orders as (
    select * from {{ ref('stg_trunkline__rerating_orders') }}
),

adjustments as (
    select * from {{ ref('stg_trunkline__rerating_adjustments') }}
),

counted as (
    select
        order_seq,
        count(distinct event_id) as adjusted_count
    from adjustments
    group by order_seq
),

totalled as (
    select
        ---------- ids
        orders.order_seq,
        ---------- strings
        orders.period,
        orders.scope,
        orders.reason,
        orders.ordered_by,
        ---------- numbers
        orders.known_at,
        orders.event_count,
        coalesce(counted.adjusted_count, 0) as adjusted_count,
        orders.left_out_count,
        orders.unrateable_count,
        ---------- times
        orders.ordered_at
    from orders
    left join counted
        on counted.order_seq = orders.order_seq
)

select * from totalled
