with

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
    where known_to = {{ end_of_knowledge() }}
),

stays as (
    select * from {{ ref('int_subscription_stays') }}
),

customer_accounts as (
    select * from {{ ref('dim_customer_accounts') }}
    where role = 'holder'
        and known_to = {{ end_of_knowledge() }}
),

subscription_accounts as (
    select * from {{ ref('dim_subscription_accounts') }}
    where known_to = {{ end_of_knowledge() }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

payments_begun as (
    select
        subscription_id,
        min(valid_from) as paid_from
    from subscription_accounts
    group by subscription_id
),

followed as (
    select
        subscriptions.subscription_id,
        subscriptions.account_key,
        subscriptions.plan_id,
        stays.joined_at,
        stays.left_at,
        dates.date_day as as_of_date,
        {{ previous_month('dates.date_day') }} as month_before,
        dates.begins_at as as_of_at,
        clock.as_of as delivered_until
    from dates
    cross join clock
    inner join subscriptions
        on subscriptions.valid_from <= dates.begins_at
        and dates.begins_at < subscriptions.valid_to
    inner join stays
        on stays.subscription_id = subscriptions.subscription_id
        and stays.joined_at <= dates.begins_at
        and dates.begins_at < stays.left_at
    inner join payments_begun
        on payments_begun.subscription_id = subscriptions.subscription_id
    where dates.day_number = 1
        and dates.begins_at <= clock.as_of
        and subscriptions.status = 'active'
        -- whose account begins at that very instant has nothing behind them to learn from
        and payments_begun.paid_from < dates.begins_at
),

held as (
    select
        followed.*,
        customer_accounts.customer_key,
        row_number() over (
            partition by followed.subscription_id, followed.as_of_date
            order by customer_accounts.valid_from desc, customer_accounts.customer_key asc
        ) as place
    from followed
    left join customer_accounts
        on customer_accounts.account_key = followed.account_key
        and customer_accounts.valid_from <= followed.as_of_at
        and followed.as_of_at < customer_accounts.valid_to
)

select
    subscription_id,
    account_key,
    plan_id,
    customer_key,
    joined_at,
    left_at,
    as_of_date,
    month_before,
    as_of_at,
    delivered_until
from held
where place = 1
