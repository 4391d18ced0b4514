{{ config(
    materialized='incremental', full_refresh=false, incremental_strategy='append', post_hook='{{ forget_steps(this) }}'
) }}

{%- set seen = lower_bound('rating_seq') %}
{#- The linter knows no levels: what they read looks unused to it, what they hold out of place. -#}
{%- set levels = draw_levels(ref('dim_allowances'), ref('int_entitlements')) %}
{%- set limited = '(select 1 from ' ~ ref('dim_allowances') ~ ' where event_limit is not null)' %}
{%- set has_limits = has_rows(limited) %}
{#- A table that several steps read: named there, since as a step all of it would be kept. -#}
{%- set entitled_ones = ref('int_usage_entitled') %}
{%- set asked = '(select * from ' ~ entitled_ones ~ ' where rating_seq > ' ~ seen ~ ') as asked' %}
{%- set main_level = most_common_level(entitled_ones) %}

-- noqa: disable=LT02,LT05
with

{% call step('register') %}
    select * from {{ ref('int_draws_registered') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
{% endcall %},

{% call step('registered_usage') %}
    select * from {{ ref('int_usage_registered') }}
{% endcall %},

{% call step('lasting') %}  -- noqa: ST03
    -- what closed periods drew from a bucket that lasts over several has its place among the others
    select
        register.*,
        registered_usage.started_at
    from register
    inner join registered_usage
        on registered_usage.event_id = register.event_id
    where register.balance_date = date '1900-01-01'
{% endcall %},

{% if levels %}

    {% call step('consumed') %}  -- noqa: ST03
        select
            bucket_owner,
            bucket_number,
            balance_date,
            cast(sum(consumed_quantity) as bigint) as consumed_before,
            max(granted_quantity) as granted_before,
            count(*) as events_before
        {% if is_incremental() %}
            from {{ this }}
            -- the periods that the new events are charged in: older ones are not read
            where balance_date in (select balance_date from {{ asked }})
        {% else %}
            from (
                select
                    *,
                    granted_quantity as consumed_quantity
                from {{ asked }}
                where false
            ) as nothing_yet
        {% endif %}
        group by bucket_owner, bucket_number, balance_date
    {% endcall %},

    {% call step('ample') %}
        {{ ample_buckets(asked) }}
    {% endcall %},

    {% call step('drawing_elsewhere') %}
        select distinct asked.event_id
        from {{ asked }}
        where asked.level <> {{ main_level }}
    {% endcall %},

    {% call step('entitled') %}
        -- what has to be drawn in turn; the rest, most of all, needs no order, and sorting is what costs
        select asked.*
        from {{ asked }}
        left join ample
            on ample.bucket_owner = asked.bucket_owner
            and ample.bucket_number = asked.bucket_number
            and ample.balance_date = asked.balance_date
        left join drawing_elsewhere
            on drawing_elsewhere.event_id = asked.event_id
        where ample.bucket_owner is null or drawing_elsewhere.event_id is not null
    {% endcall %},

{% endif %}

{% for level in levels %}
    {%- set wanted = 'entitled.metered_quantity' ~ ('' if loop.first else ' - coalesce(given.free_quantity, 0)') %}

    {% call step('wanting_' ~ loop.index) %}
        -- what the buckets before left of each event
        select
            entitled.event_id,
            entitled.rating_seq,
            entitled.started_at,
            entitled.bucket_owner,
            entitled.bucket_number,
            entitled.balance_date,
            entitled.granted_quantity,
            entitled.increment,
            entitled.event_limit is not null as is_counted,
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
        union all
        select
            event_id,
            rating_seq,
            started_at,
            bucket_owner,
            bucket_number,
            balance_date,
            granted_quantity,
            1 as increment,
            false as is_counted,
            0 as consumed_before,
            0 as granted_before,
            consumed_quantity as wanted_quantity
        from lasting
        where draw_level = {{ level }}
    {% endcall %},

    {% call step('consumed_' ~ loop.index) %}
        {{ drawn_from_buckets('wanting_' ~ loop.index) }}
    {% endcall %},

    {% call step('drawn_' ~ loop.index) %}
        select
            event_id,
            rating_seq,
            bucket_owner,
            bucket_number,
            balance_date,
            running_grant,
            is_counted,
            consumed_quantity,
            least(wanted_quantity, consumed_quantity) as free_quantity
        from consumed_{{ loop.index }}
    {% endcall %},

    {% call step('given_' ~ loop.index) %}
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
    {% endcall %},

{% endfor %}

drawn as (
    select
        event_id,
        rating_seq,
        bucket_owner,
        bucket_number,
        balance_date,
        granted_quantity as running_grant,
        false as is_counted,
        metered_quantity as consumed_quantity,
        metered_quantity as free_quantity,
        level as draw_level
    from {{ asked }}
    where false
    {% for level in levels %}
        union all
        select
            *,
            cast({{ level }} as bigint) as draw_level
        from drawn_{{ loop.index }}
        -- where the number of events is limited, one that found nothing left counts too
        where (free_quantity > 0 or is_counted)
            and event_id not in (select event_id from lasting)
    {% endfor %}
    {% if levels %}
        union all
        select
            asked.event_id,
            asked.rating_seq,
            asked.bucket_owner,
            asked.bucket_number,
            asked.balance_date,
            ample.running_grant,
            false as is_counted,
            {{ stepped('asked.metered_quantity', 'asked.increment') }} as consumed_quantity,
            asked.metered_quantity as free_quantity,
            asked.level as draw_level
        from {{ asked }}
        inner join ample
            on ample.bucket_owner = asked.bucket_owner
            and ample.bucket_number = asked.bucket_number
            and ample.balance_date = asked.balance_date
        left join drawing_elsewhere
            on drawing_elsewhere.event_id = asked.event_id
        where drawing_elsewhere.event_id is null
    {% endif %}
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
        cast(consumed_quantity as bigint) as consumed_quantity,
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
        consumed_quantity,
        granted_quantity,
        balance_date
    from register
)

select * from draws
