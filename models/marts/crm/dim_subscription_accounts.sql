with

subscriptions as (
    select * from {{ ref('dim_subscriptions') }}
),

account_cycles as (
    select * from {{ ref('int_account_cycles') }}
),

versions as (
    select
        subscriptions.subscription_id,
        subscriptions.subscription_number,
        subscriptions.subscription_row_id,
        subscriptions.account_key,
        account_cycles.account_number,
        subscriptions.plan_id,
        account_cycles.currency as account_currency,
        account_cycles.cycle_day,
        greatest(subscriptions.known_from, account_cycles.known_from) as known_from,
        least(subscriptions.known_to, account_cycles.known_to) as known_to,
        greatest(subscriptions.valid_from, account_cycles.valid_from) as valid_from,
        least(subscriptions.valid_to, account_cycles.valid_to) as valid_to
    from subscriptions
    inner join account_cycles
        on account_cycles.account_key = subscriptions.account_key
        and account_cycles.valid_from < subscriptions.valid_to
        and subscriptions.valid_from < account_cycles.valid_to
        and account_cycles.known_from < subscriptions.known_to
        and subscriptions.known_from < account_cycles.known_to
    where subscriptions.status = 'active'
)

select * from versions
