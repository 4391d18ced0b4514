with

add_ons as (
    select * from {{ ref('dim_add_ons') }}
),

subscriptions as (
    select distinct
        subscription_id,
        subscription_number
    from {{ ref('dim_subscriptions') }}
),

allowances as (
    select * from {{ ref('dim_allowances') }}
),

-- what a booking adds to the allowances of the plan, in valid and known time
booked as (
    select
        subscriptions.subscription_number,
        add_ons.booking_number,
        add_ons.booking_rank,
        add_ons.units,
        allowances.plan_id,
        allowances.bucket_number,
        allowances.service,
        allowances.direction,
        allowances.zone,
        allowances.unit,
        allowances.sharing,
        allowances.balance_period,
        allowances.priority,
        allowances.granted_quantity,
        allowances.increment,
        allowances.event_limit,
        allowances.is_blocking,
        greatest(add_ons.known_from, allowances.known_from) as known_from,
        least(add_ons.known_to, allowances.known_to) as known_to,
        greatest(add_ons.valid_from, allowances.valid_from) as valid_from,
        least(add_ons.valid_to, allowances.valid_to) as valid_to
    from add_ons
    inner join subscriptions
        on subscriptions.subscription_id = add_ons.subscription_id
    inner join allowances
        on allowances.plan_id = add_ons.plan_id
        and allowances.valid_from < add_ons.valid_to and add_ons.valid_from < allowances.valid_to
        and allowances.known_from < add_ons.known_to and add_ons.known_from < allowances.known_to
),

entitlements as (
    select
        *,
        {{ draw_level('priority', "case
            when sharing = 'subscription' then booking_rank
            else 50000 + dense_rank() over (partition by priority, sharing order by bucket_number)
        end") }} as level
    from booked
)

select * from entitlements
