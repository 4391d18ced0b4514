with

subscriptions as (
    select * from {{ ref('stg_billing__subscriptions') }}
),

painted as (
    {{ paint_rows('subscriptions', ['subscription_id'], ['account_key', 'plan_id', 'status']) }}
),

first_rows as (
    select
        subscription_id,
        min(row_id) as subscription_number
    from subscriptions
    group by subscription_id
),

known as (
    select
        ---------- ids
        painted.subscription_id,
        first_rows.subscription_number,
        painted.source_row_id as subscription_row_id,
        painted.account_key,
        painted.plan_id,
        ---------- strings
        painted.status,
        ---------- numbers
        painted.known_from,
        painted.known_to,
        ---------- times
        painted.valid_from,
        painted.valid_to
    from painted
    inner join first_rows
        on first_rows.subscription_id = painted.subscription_id
    where painted.status <> 'none'
)

select * from known
