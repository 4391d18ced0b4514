with

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
),

ranked as (
    -- a contract begins where the first row of its subscription says, whatever becomes known later
    select
        subscription_id,
        cast({{ local_time('valid_from') }} as date) as contract_start,
        row_number() over (
            partition by subscription_id order by subscription_row_id, valid_from
        ) as place
    from subscriptions
)

select
    subscription_id,
    contract_start
from ranked
where place = 1
