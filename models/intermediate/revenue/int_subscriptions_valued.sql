with

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
    where status = 'active'
        and known_to = {{ end_of_knowledge() }}
),

subscription_accounts as (
    select * from {{ ref('dim_subscription_accounts') }}
    where known_to = {{ end_of_knowledge() }}
),

charges as (
    select * from {{ ref('dim_charges') }}
    where charge_kind = 'recurring'
        and known_to = {{ end_of_knowledge() }}
),

clock as (
    select * from {{ ref('int_delivery_clock') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

months as (
    -- a month is valued at its end, the one that runs at the last delivery
    select
        dates.date_day as month,
        least(
            {{ utc_of_local_midnight(next_month('dates.date_day')) }}, clock.as_of
        ) as valued_at
    from dates
    cross join clock
    where dates.day_number = 1
        and dates.begins_at < clock.as_of
),

beginning as (
    select min(valid_from) as begins_at from subscription_accounts
),

brought_forward as (
    -- who was there before the first account of all is not new with it: worth it a month before
    select
        subscription_accounts.subscription_id,
        subscription_accounts.account_key,
        subscription_accounts.plan_id,
        charges.currency,
        true as is_brought_forward,
        charges.amount,
        {{ previous_month(first_of_month(local_date('beginning.begins_at'))) }} as month
    from beginning
    inner join subscription_accounts
        on subscription_accounts.valid_from = beginning.begins_at
    inner join subscriptions
        on subscriptions.subscription_id = subscription_accounts.subscription_id
        and subscriptions.valid_from < beginning.begins_at
        and beginning.begins_at < subscriptions.valid_to
    inner join charges
        on charges.plan_id = subscription_accounts.plan_id
        and charges.valid_from <= beginning.begins_at
        and beginning.begins_at < charges.valid_to
),

in_force as (
    -- what an account pays for in the last instant before the end
    select
        subscription_accounts.subscription_id,
        subscription_accounts.account_key,
        subscription_accounts.plan_id,
        charges.currency,
        false as is_brought_forward,
        charges.amount,
        months.month
    from months
    inner join subscription_accounts
        on subscription_accounts.valid_from < months.valued_at
        and months.valued_at <= subscription_accounts.valid_to
    inner join charges
        on charges.plan_id = subscription_accounts.plan_id
        and charges.valid_from < months.valued_at
        and months.valued_at <= charges.valid_to
),

unioned as (
    select * from brought_forward
    union all
    select * from in_force
),

valued as (
    select
        subscription_id,
        account_key,
        plan_id,
        currency,
        is_brought_forward,
        cast(sum(amount) as decimal(18, 6)) as mrr_amount,
        month
    from unioned
    group by subscription_id, account_key, plan_id, currency, is_brought_forward, month
)

select * from valued
where mrr_amount > 0
