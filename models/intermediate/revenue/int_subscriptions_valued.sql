with

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
    where status = 'active'
        and known_to = {{ end_of_knowledge() }}
),

charges as (
    select * from {{ ref('dim_charges') }}
    where charge_kind = 'recurring'
        and known_to = {{ end_of_knowledge() }}
),

clock as (
    select max(landed_at) as as_of from {{ ref('stg_trunkline__load_files') }}
),

dates as (
    select * from {{ ref('dim_dates') }}
),

months as (
    -- a month is valued at its end, the one that runs at the last load
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

first_prices as (
    select min(valid_from) as priced_from from charges
),

brought_forward as (
    -- who was there before the first price of all is not new with it: worth it a month before
    select
        subscriptions.subscription_id,
        subscriptions.account_key,
        subscriptions.plan_id,
        charges.currency,
        true as is_brought_forward,
        charges.amount,
        {{ previous_month(period_of(local_date('first_prices.priced_from'), 1)) }} as month
    from first_prices
    inner join subscriptions
        on subscriptions.valid_from < first_prices.priced_from
        and first_prices.priced_from < subscriptions.valid_to
    inner join charges
        on charges.plan_id = subscriptions.plan_id
        and charges.valid_from = first_prices.priced_from
),

in_force as (
    -- what is in force in the last instant before the end
    select
        subscriptions.subscription_id,
        subscriptions.account_key,
        subscriptions.plan_id,
        charges.currency,
        false as is_brought_forward,
        charges.amount,
        months.month
    from months
    inner join subscriptions
        on subscriptions.valid_from < months.valued_at
        and months.valued_at <= subscriptions.valid_to
    inner join charges
        on charges.plan_id = subscriptions.plan_id
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
