{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{%- set levels = draw_levels(ref('dim_allowances'), ref('int_entitlements')) %}
{%- set has_limits = has_rows('(select 1 from ' ~ ref('dim_allowances') ~ ' where event_limit is not null)') %}

with

usage_events as (
    -- late usage has the allowances of the period that is charged
    select
        *,
        case
            when is_late then {{ utc_of_local_midnight('charged_period') }} else started_at
        end as entitled_at
    from {{ ref('int_usage_metered') }}
    where rating_seq > {{ seen }} and metered_quantity > 0
),

allowances as (
    select * from {{ ref('dim_allowances') }}
    where unit = 'quantity'
),

entitlements as (
    select * from {{ ref('int_entitlements') }}
    where unit = 'quantity'
),

register as (
    select * from {{ ref('int_draws_registered') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
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
        allowances.event_limit,
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
        max(entitlements.event_limit) as event_limit,
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

consumed as (
    select
        bucket_owner,
        bucket_number,
        balance_date,
        cast(sum(free_quantity) as bigint) as consumed_before,
        max(granted_quantity) as granted_before,
        count(*) as events_before
    {% if is_incremental() %}
        from {{ this }}
        -- the periods that the new events are charged in: older ones are not read
        where balance_date in (select balance_date from entitled)
    {% else %}
        from (
            select
                bucket_owner,
                bucket_number,
                balance_date,
                granted_quantity,
                granted_quantity as free_quantity
            from entitled
            where false
        ) as nothing_yet
    {% endif %}
    group by bucket_owner, bucket_number, balance_date
),

{% for level in levels %}

    wanting_{{ loop.index }} as (
        -- what the buckets before left of each event
        select
            entitled.event_id,
            entitled.rating_seq,
            entitled.started_at,
            entitled.bucket_owner,
            entitled.bucket_number,
            entitled.balance_date,
            entitled.granted_quantity,
            coalesce(consumed.consumed_before, 0) as consumed_before,
            coalesce(consumed.granted_before, 0) as granted_before,
            {% if has_limits %}
                case
                    when row_number() over (
                        partition by entitled.bucket_owner, entitled.bucket_number, entitled.balance_date
                        order by entitled.rating_seq, entitled.started_at, entitled.event_id
                    ) + coalesce(consumed.events_before, 0)
                        <= coalesce(entitled.event_limit, {{ end_of_knowledge() }})
                        then {% if loop.first %}
                            entitled.metered_quantity
                        {% else %}
                            entitled.metered_quantity - coalesce(given_{{ loop.index0 }}.free_quantity, 0)
                        {% endif %}
                    else 0
                end as wanted_quantity
            {% elif loop.first %}
                entitled.metered_quantity as wanted_quantity
            {% else %}
                entitled.metered_quantity - coalesce(given_{{ loop.index0 }}.free_quantity, 0)
                    as wanted_quantity
            {% endif %}
        from entitled
        {% if not loop.first %}
            left join given_{{ loop.index0 }}
                on given_{{ loop.index0 }}.event_id = entitled.event_id
        {% endif %}
        left join consumed
            on consumed.bucket_owner = entitled.bucket_owner
            and consumed.bucket_number = entitled.bucket_number
            and consumed.balance_date = entitled.balance_date
        where entitled.level = {{ level }}
            {% if not loop.first %}
                and entitled.metered_quantity > coalesce(given_{{ loop.index0 }}.free_quantity, 0)
            {% endif %}
    ),

    drawn_{{ loop.index }} as (
        {{ drawn_from_buckets('wanting_' ~ loop.index) }}
    ),

    given_{{ loop.index }} as (
        select
            event_id,
            cast(sum(free_quantity) as bigint) as free_quantity
        from (
            {% for before in range(1, loop.index + 1) %}
                select
                    event_id,
                    free_quantity
                from drawn_{{ before }}
                {% if not loop.last %} union all {% endif %}
            {% endfor %}
        ) as so_far
        group by event_id
    ),

{% endfor %}

drawn as (
    {% for level in levels %}
        select
            *,
            cast({{ level }} as bigint) as draw_level
        from drawn_{{ loop.index }}
        where free_quantity > 0
        {% if not loop.last %} union all {% endif %}
    {% else %}
        select
            event_id,
            rating_seq,
            bucket_owner,
            bucket_number,
            balance_date,
            granted_quantity as running_grant,
            metered_quantity as free_quantity,
            level as draw_level
        from entitled
        where false
    {% endfor %}
),

draws as (
    select
        ---------- ids
        event_id,
        rating_seq,
        cast(bucket_owner as bigint) as bucket_owner,
        cast(bucket_number as bigint) as bucket_number,
        ---------- numbers
        cast(draw_level as bigint) as draw_level,
        cast(free_quantity as bigint) as free_quantity,
        cast(running_grant as bigint) as granted_quantity,
        ---------- dates
        balance_date
    from drawn
    union all
    select
        event_id,
        rating_seq,
        bucket_owner,
        bucket_number,
        draw_level,
        free_quantity,
        granted_quantity,
        balance_date
    from register
)

select * from draws
