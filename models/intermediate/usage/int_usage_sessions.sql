{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}

with

rateable as (
    select * from {{ ref('int_usage_rateable') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
        and session_key is not null and is_attempt is not true
),

register as (
    select * from {{ ref('int_usage_registered') }}
    where session_key is not null
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

new_parts as (
    select rateable.*
    from rateable
    left join register
        on register.event_id = rateable.event_id
    where register.event_id is null
),

parts as (
    select
        session_key,
        event_id,
        rating_seq,
        started_at,
        quantity,
        charge_row_id,
        tier_row_id,
        time_band,
        true as is_new
    from new_parts
    union all
    select
        session_key,
        event_id,
        rating_seq,
        started_at,
        quantity,
        charge_row_id,
        tier_row_id,
        time_band,
        false as is_new
    from register
    {% if is_incremental() %}
        union all
        select
            session_key,
            event_id,
            rating_seq,
            started_at,
            quantity,
            charge_row_id,
            tier_row_id,
            time_band,
            false as is_new
        from {{ this }}
        where session_key in (select session_key from new_parts)
    {% endif %}
),

parts_in_order as (
    {{ parts_in_order('parts') }}
),

metered as (
    -- what the parts so far are metered as, less what those before were
    select
        parts_in_order.session_key,
        parts_in_order.event_id,
        parts_in_order.rating_seq,
        parts_in_order.started_at,
        parts_in_order.quantity,
        parts_in_order.session_charge_row_id as charge_row_id,
        parts_in_order.session_tier_row_id as tier_row_id,
        parts_in_order.session_time_band as time_band,
        cast(parts_in_order.part_number as bigint) as part_number,
        cast(case
            when tariffs.is_metered_after then parts_in_order.quantity
            else {{ metered_quantity('parts_in_order.session_quantity', 'tariffs') }}
                - {{ metered_quantity(
                    '(parts_in_order.session_quantity - parts_in_order.quantity)', 'tariffs'
                ) }}
        end as bigint) as metered_quantity
    from parts_in_order
    inner join tariffs
        on tariffs.charge_row_id = parts_in_order.session_charge_row_id
        and tariffs.tier_row_id = parts_in_order.session_tier_row_id
    where parts_in_order.is_new
)

select * from metered
