with

numbers as (
    select * from {{ ref('dim_numbers') }}
),

subscription_accounts as (
    select * from {{ ref('dim_subscription_accounts') }}
),

plan_calendars as (
    select * from {{ ref('dim_plan_calendars') }}
),

lines as (
    -- who pays for the use of a number: each interval of valid x known time has at most one answer
    select
        numbers.line_key,
        subscription_accounts.subscription_id,
        subscription_accounts.subscription_number,
        subscription_accounts.subscription_row_id,
        subscription_accounts.account_key,
        subscription_accounts.account_number,
        subscription_accounts.plan_id,
        plan_calendars.calendar,
        subscription_accounts.cycle_day,
        greatest(
            numbers.known_from, subscription_accounts.known_from, plan_calendars.known_from
        ) as known_from,
        least(
            numbers.known_to, subscription_accounts.known_to, plan_calendars.known_to
        ) as known_to,
        greatest(numbers.valid_from, subscription_accounts.valid_from) as valid_from,
        least(numbers.valid_to, subscription_accounts.valid_to) as valid_to
    from numbers
    inner join subscription_accounts
        on subscription_accounts.subscription_id = numbers.subscription_id
        and subscription_accounts.valid_from < numbers.valid_to
        and numbers.valid_from < subscription_accounts.valid_to
        and subscription_accounts.known_from < numbers.known_to
        and numbers.known_from < subscription_accounts.known_to
    inner join plan_calendars
        on plan_calendars.plan_id = subscription_accounts.plan_id
        and plan_calendars.known_from < subscription_accounts.known_to
        and subscription_accounts.known_from < plan_calendars.known_to
        and plan_calendars.known_from < numbers.known_to
        and numbers.known_from < plan_calendars.known_to
)

select * from lines
