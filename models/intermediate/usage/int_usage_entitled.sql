{{ config(materialized='table') }}

{%- set blocking_ones = '(select 1 from ' ~ ref('dim_allowances') ~ ' where is_blocking)' %}
{%- set has_blocking = has_rows(blocking_ones) %}

with

usage_events as (
    -- late usage has the allowances of the period that is charged; a supplier's leg has none
    select
        *,
        case
            when is_late then {{ utc_of_local_midnight('charged_period') }} else started_at
        end as entitled_at
    from {{ ref('int_usage_metered') }}
    where metered_quantity > 0 and event_id > 0
),

allowances as (
    select * from {{ ref('dim_allowances') }}
    where unit = 'quantity'
),

entitlements as (
    select * from {{ ref('int_entitlements') }}
    where unit = 'quantity'
),

pool_sizes as (
    select * from {{ ref('int_pool_sizes') }}
),

entitled_by_plan as (
    select
        usage_events.event_id,
        usage_events.rating_seq,
        usage_events.started_at,
        usage_events.metered_quantity,
        case
            when allowances.sharing = 'subscription' then usage_events.subscription_number
            else -usage_events.account_number
        end as bucket_owner,
        allowances.bucket_number,
        usage_events.charged_period as balance_date,
        {{ draw_level(
            'allowances.priority', "case when allowances.sharing = 'subscription' then 0 else 50000 end"
        ) }} as level,
        coalesce(allowances.increment, 1) as increment,
        allowances.event_limit,
        allowances.is_blocking,
        allowances.granted_quantity * case
            when allowances.sharing = 'pooled' then coalesce(pool_sizes.units, 1) else 1
        end as granted_quantity
    from usage_events
    inner join allowances
        on allowances.plan_id = usage_events.plan_id
        and allowances.service = usage_events.service
        and allowances.direction = usage_events.direction
        and allowances.zone = usage_events.zone
        and {{ covers('allowances', 'usage_events.entitled_at', 'usage_events.rating_seq') }}
    left join pool_sizes
        on allowances.sharing = 'pooled'
        and pool_sizes.account_number = usage_events.account_number
        and pool_sizes.plan_id = allowances.plan_id
        and {{ covers('pool_sizes', 'usage_events.entitled_at', 'usage_events.rating_seq') }}
),

entitled_by_bookings as (
    -- what lines share is one bucket, however many of their bookings lead to it
    select
        usage_events.event_id,
        usage_events.rating_seq,
        usage_events.started_at,
        usage_events.metered_quantity,
        case
            when entitlements.sharing = 'subscription' then entitlements.booking_number
            else -usage_events.account_number
        end as bucket_owner,
        entitlements.bucket_number,
        case
            when entitlements.balance_period = 'validity' then date '1900-01-01'
            else usage_events.charged_period
        end as balance_date,
        entitlements.level,
        max(coalesce(entitlements.increment, 1)) as increment,
        max(entitlements.event_limit) as event_limit,
        bool_or(entitlements.is_blocking) as is_blocking,
        max(entitlements.granted_quantity * case
            when entitlements.sharing = 'pooled' then coalesce(pool_sizes.units, 1)
            else entitlements.units
        end) as granted_quantity
    from usage_events
    inner join entitlements
        on entitlements.subscription_number = usage_events.subscription_number
        and entitlements.service = usage_events.service
        and entitlements.direction = usage_events.direction
        and entitlements.zone = usage_events.zone
        and {{ covers('entitlements', 'usage_events.entitled_at', 'usage_events.rating_seq') }}
    left join pool_sizes
        on entitlements.sharing = 'pooled'
        and pool_sizes.account_number = usage_events.account_number
        and pool_sizes.plan_id = entitlements.plan_id
        and {{ covers('pool_sizes', 'usage_events.entitled_at', 'usage_events.rating_seq') }}
    group by
        usage_events.event_id,
        usage_events.rating_seq,
        usage_events.started_at,
        usage_events.metered_quantity,
        usage_events.subscription_number,
        usage_events.account_number,
        usage_events.charged_period,
        entitlements.sharing,
        entitlements.booking_number,
        entitlements.bucket_number,
        entitlements.balance_period,
        entitlements.level
),

entitled as (
    select * from entitled_by_plan
    union all
    select * from entitled_by_bookings
),

{% if has_blocking %}

    blocking as (
        select
            event_id,
            min(level) as last_level
        from entitled
        where is_blocking
        group by event_id
    ),

    reachable as (
        select entitled.*
        from entitled
        left join blocking
            on blocking.event_id = entitled.event_id
        where entitled.level <= coalesce(blocking.last_level, entitled.level)
    )

{% else %}

    reachable as (
        select * from entitled
    )

{% endif %}

select * from reachable
