{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{%- set levels = draw_levels(ref('dim_allowances'), ref('int_entitlements')) %}
{%- set has_limits = has_rows('(select 1 from ' ~ ref('dim_allowances') ~ ' where event_limit is not null)') %}
{%- set balances = 'bucket_owner, bucket_number, balance_date, free_quantity, granted_quantity' %}

with

entitled as (
    select * from {{ ref('int_usage_entitled') }}
    where rating_seq > {{ seen }}
),

register as (
    select * from {{ ref('int_draws_registered') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
),

consumed as (
    select
        bucket_owner,
        bucket_number,
        balance_date,
        cast(sum(free_quantity) as bigint) as consumed_before,
        max(granted_quantity) as granted_before,
        count(*) as events_before
    from (
        -- what lasts over several periods gives the open ones what the closed ones left
        select {{ balances }} from register
        {% if is_incremental() %}
            union all
            select {{ balances }} from {{ this }}
        {% endif %}
    ) as drawn_before
    -- the periods that the new events are charged in: older ones are not read
    where balance_date in (select balance_date from entitled)
    group by bucket_owner, bucket_number, balance_date
),

{% for level in levels %}
    {%- set wanted = 'entitled.metered_quantity' ~ ('' if loop.first else ' - coalesce(given.free_quantity, 0)') %}

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
                        then {{ wanted }}
                    else 0
                end as wanted_quantity
            {% else %}
                {{ wanted }} as wanted_quantity
            {% endif %}
        from entitled
        {% if not loop.first %}
            left join given_{{ loop.index0 }} as given
                on given.event_id = entitled.event_id
        {% endif %}
        left join consumed
            on consumed.bucket_owner = entitled.bucket_owner
            and consumed.bucket_number = entitled.bucket_number
            and consumed.balance_date = entitled.balance_date
        where entitled.level = {{ level }} and {{ wanted }} > 0
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
