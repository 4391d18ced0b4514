with

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
    where known_to = {{ end_of_knowledge() }}
        and status in ('active', 'suspended')
),

versions as (
    -- a suspended subscription is still there; a change of plan or of account interrupts nothing
    select
        subscription_id,
        valid_from,
        valid_to,
        case
            when
                lag(valid_to) over (partition by subscription_id order by valid_from) = valid_from
                then 0
            else 1
        end as begins
    from subscriptions
),

versions_numbered as (
    select
        subscription_id,
        valid_from,
        valid_to,
        sum(begins) over (
            partition by subscription_id
            order by valid_from
            rows between unbounded preceding and current row
        ) as stay_number
    from versions
),

stays as (
    select
        subscription_id,
        cast(stay_number as integer) as stay_number,
        min(valid_from) as joined_at,
        max(valid_to) as left_at
    from versions_numbered
    group by
        subscription_id,
        stay_number
)

select * from stays
