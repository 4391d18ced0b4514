with

subscription_accounts as (
    select * from {{ ref('dim_subscription_accounts') }}
),

add_ons as (
    select * from {{ ref('dim_add_ons') }}
),

pooled_plans as (
    select distinct plan_id from {{ ref('dim_allowances') }}
    where sharing = 'pooled'
),

members as (
    -- each line of an account that has the plan counts once, each booking of an add-on so often as
    -- it is booked
    select
        subscription_accounts.account_number,
        subscription_accounts.plan_id,
        cast(1 as bigint) as units,
        subscription_accounts.valid_from,
        subscription_accounts.valid_to,
        subscription_accounts.known_from,
        subscription_accounts.known_to
    from subscription_accounts
    inner join pooled_plans
        on pooled_plans.plan_id = subscription_accounts.plan_id
    union all
    select
        subscription_accounts.account_number,
        add_ons.plan_id,
        add_ons.units,
        greatest(subscription_accounts.valid_from, add_ons.valid_from) as valid_from,
        least(subscription_accounts.valid_to, add_ons.valid_to) as valid_to,
        greatest(subscription_accounts.known_from, add_ons.known_from) as known_from,
        least(subscription_accounts.known_to, add_ons.known_to) as known_to
    from add_ons
    inner join pooled_plans
        on pooled_plans.plan_id = add_ons.plan_id
    inner join subscription_accounts
        on subscription_accounts.subscription_id = add_ons.subscription_id
        and subscription_accounts.valid_from < add_ons.valid_to
        and add_ons.valid_from < subscription_accounts.valid_to
        and subscription_accounts.known_from < add_ons.known_to
        and add_ons.known_from < subscription_accounts.known_to
),

sizes as (
    {{ sum_rectangles('members', ['account_number', 'plan_id'], 'units') }}
)

select * from sizes
