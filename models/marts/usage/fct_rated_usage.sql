{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{{- refuse_other_rating_version() }}
{%- set part_columns = [
    'session_key', 'event_id', 'rating_seq', 'started_at', 'quantity', 'charge_row_id', 'tier_row_id', 'time_band'
] | join(', ') %}
{%- set kept_columns = [
    'event_id', 'rating_seq', 'subscription_id', 'subscription_number', 'account_key', 'plan_id', 'allowance_id',
    'allowance_number', 'granted_quantity', 'session_key', 'cell_id', 'subscription_row_id', 'service', 'direction', 'zone',
    'cycle_day', 'quantity', 'is_late', 'usage_date', 'period', 'charged_period', 'started_at'
] %}
{%- set tariff_columns = [
    'charge_id', 'charge_row_id', 'tier_row_id', 'time_band', 'currency', 'tax_code', 'rate_unit', 'unit_price'
] %}

with

usage_events as (
    select * from {{ ref('int_usage_metered') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
),

register as (
    select * from {{ ref('int_usage_registered') }}
    where rating_seq > {{ seen }}
),

tariffs as (
    select * from {{ ref('int_session_tariffs') }}
),

open_events as (
    -- what a close registered is read from the register alone: neither later data nor later code rates it again
    select usage_events.*
    from usage_events
    left join register
        on register.event_id = usage_events.event_id
    where register.event_id is null
),

parts as (
    select {{ part_columns }}, true as is_new from open_events
    where session_key is not null
    union all
    select {{ part_columns }}, false as is_new from register
    where session_key is not null
    {% if is_incremental() %}
    union all
    select {{ part_columns }}, false as is_new from {{ this }}
    where session_key in (select session_key from open_events)
    {% endif %}
),

parts_in_order as (
    {{ parts_in_order('parts') }}
),

parts_metered as (
    select
        parts_in_order.event_id,
        case when parts_in_order.part_number = 1 then tariffs.connect_fee else 0 end as part_connect_fee,
        {{ metered_quantity('parts_in_order.session_quantity', 'tariffs') }}
        - {{ metered_quantity('(parts_in_order.session_quantity - parts_in_order.quantity)', 'tariffs') }} as part_quantity,
        {% for column in tariff_columns -%} tariffs.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
    from parts_in_order
    inner join tariffs
        on tariffs.charge_row_id = parts_in_order.session_charge_row_id
        and tariffs.tier_row_id = parts_in_order.session_tier_row_id
        and tariffs.time_band = parts_in_order.session_time_band
    where parts_in_order.is_new
),

metered as (
    select
        {{ kept_columns | join(', ') }},
        {{ tariff_columns | join(', ') }},
        connect_fee,
        metered_quantity
    from open_events
    where session_key is null
    union all
    select
        {% for column in kept_columns -%} open_events.{{ column }}, {% endfor %}
        {% for column in tariff_columns -%} parts_metered.{{ column }}, {% endfor %}
        parts_metered.part_connect_fee as connect_fee,
        parts_metered.part_quantity as metered_quantity
    from open_events
    inner join parts_metered
        on parts_metered.event_id = open_events.event_id
),

consumed as (
    {% if is_incremental() -%}
    select
        subscription_id,
        allowance_id,
        charged_period,
        cast(sum(free_quantity) as bigint) as consumed_before,
        max(granted_quantity) as granted_before
    from {{ this }}
    where allowance_id is not null
    group by subscription_id, allowance_id, charged_period
    {%- else -%}
    select subscription_id, allowance_id, charged_period, granted_quantity as consumed_before, granted_quantity as granted_before
    from metered
    where false
    {%- endif %}
),

entitled as (
    select
        metered.event_id,
        metered.rating_seq,
        metered.started_at,
        metered.subscription_number,
        metered.allowance_number,
        metered.charged_period,
        metered.metered_quantity,
        metered.granted_quantity,
        coalesce(consumed.consumed_before, 0) as consumed_before,
        coalesce(consumed.granted_before, 0) as granted_before
    from metered
    left join consumed
        on consumed.subscription_id = metered.subscription_id
        and consumed.allowance_id = metered.allowance_id
        and consumed.charged_period = metered.charged_period
    where metered.allowance_number is not null
),

drawn as (
    {{ drawn_from_buckets('entitled') }}
),

charged as (
    select
        metered.*,
        coalesce(drawn.free_quantity, 0) as free_quantity,
        drawn.running_grant
    from metered
    left join drawn
        on drawn.event_id = metered.event_id
),

rated as (
    select
        ---------- ids
        event_id,
        rating_seq,
        subscription_id,
        account_key,
        plan_id,
        charge_id,
        allowance_id,
        session_key,
        cell_id,
        subscription_row_id,
        charge_row_id,
        tier_row_id,
        ---------- strings
        service,
        direction,
        zone,
        time_band,
        currency,
        tax_code,
        ---------- numbers
        cycle_day,
        quantity,
        cast(metered_quantity as bigint) as metered_quantity,
        cast(free_quantity as bigint) as free_quantity,
        cast(running_grant as bigint) as granted_quantity,
        {{ usage_charge('connect_fee', 'unit_price', '(metered_quantity - free_quantity)', 'rate_unit') }} as charge,
        cast({{ var('rating_version') }} as integer) as rating_version,
        ---------- booleans
        is_late,
        ---------- dates and times
        usage_date,
        period,
        charged_period,
        started_at
    from charged
    union all
    select
        event_id, rating_seq, subscription_id, account_key, plan_id, charge_id, allowance_id, session_key, cell_id,
        subscription_row_id, charge_row_id, tier_row_id, service, direction, zone, time_band, currency, tax_code, cycle_day,
        quantity, metered_quantity, free_quantity, granted_quantity, charge, rating_version, is_late, usage_date, period,
        charged_period, started_at
    from register
)

select * from rated
