{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{{- refuse_other_rating_version(ref('dim_billing_periods')) }}
{%- set part_columns = [
    'session_key', 'event_id', 'rating_seq', 'started_at', 'quantity', 'charge_row_id', 'tier_row_id', 'time_band'
] | join(', ') %}
{%- set columns = [
    'event_id', 'rating_seq', 'subscription_id', 'account_key', 'plan_id', 'charge_id',
    'allowance_id', 'session_key', 'cell_id', 'subscription_row_id', 'charge_row_id',
    'tier_row_id', 'service', 'direction', 'zone', 'time_band', 'currency', 'tax_code',
    'cycle_day', 'quantity', 'metered_quantity', 'free_quantity', 'granted_quantity', 'charge',
    'rating_version', 'is_late', 'usage_date', 'period', 'charged_period', 'started_at'
] | join(', ') %}

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
    select * from {{ ref('int_tariffs') }}
),

payers as (
    select * from {{ ref('int_payers') }}
),

allowance_numbers as (
    select * from {{ ref('int_allowance_numbers') }}
),

open_events as (
    -- what a close registered is read from the register alone: neither later data nor later code
    -- rates it again
    select usage_events.*
    from usage_events
    left join register
        on register.event_id = usage_events.event_id
    where register.event_id is null
),

session_events as (
    select * from open_events
    where session_key is not null
),

parts as (
    select {{ part_columns }}, true as is_new from session_events
    union all
    select {{ part_columns }}, false as is_new from register
    where session_key is not null
    {% if is_incremental() %}
        union all
        select {{ part_columns }}, false as is_new from {{ this }}
        where session_key in (select session_key from session_events)
    {% endif %}
),

parts_in_order as (
    {{ parts_in_order('parts') }}
),

parts_metered as (
    select
        parts_in_order.event_id,
        parts_in_order.part_number,
        parts_in_order.session_charge_row_id,
        parts_in_order.session_tier_row_id,
        parts_in_order.session_time_band,
        {{ metered_quantity('parts_in_order.session_quantity', 'tariffs') }}
        - {{ metered_quantity(
            '(parts_in_order.session_quantity - parts_in_order.quantity)', 'tariffs'
        ) }} as part_quantity
    from parts_in_order
    inner join tariffs
        on tariffs.charge_row_id = parts_in_order.session_charge_row_id
        and tariffs.tier_row_id = parts_in_order.session_tier_row_id
    where parts_in_order.is_new
),

metered as (
    select
        open_events.event_id,
        open_events.rating_seq,
        open_events.subscription_number,
        open_events.subscription_row_id,
        coalesce(parts_metered.session_charge_row_id, open_events.charge_row_id) as charge_row_id,
        coalesce(parts_metered.session_tier_row_id, open_events.tier_row_id) as tier_row_id,
        open_events.allowance_number,
        open_events.session_key,
        open_events.cell_id,
        coalesce(parts_metered.session_time_band, open_events.time_band) as time_band,
        open_events.cycle_day,
        open_events.quantity,
        coalesce(parts_metered.part_quantity, open_events.metered_quantity) as metered_quantity,
        coalesce(parts_metered.part_number, 1) as part_number,
        open_events.granted_quantity,
        open_events.is_late,
        open_events.usage_date,
        open_events.period,
        open_events.charged_period,
        open_events.started_at
    from open_events
    left join parts_metered
        on parts_metered.event_id = open_events.event_id
),

{% if is_incremental() %}
    subscriptions as (
        select distinct
            subscription_id,
            subscription_number
        from payers
    ),

    consumed as (
        select
            subscriptions.subscription_number,
            allowance_numbers.allowance_number,
            drawn_before.charged_period,
            drawn_before.consumed_before,
            drawn_before.granted_before
        from (
            select
                subscription_id,
                allowance_id,
                charged_period,
                cast(sum(free_quantity) as bigint) as consumed_before,
                max(granted_quantity) as granted_before
            from {{ this }}
            -- the periods that the new events are charged in: older ones are not read
            where allowance_id is not null
                and charged_period in (select charged_period from metered)
            group by subscription_id, allowance_id, charged_period
        ) as drawn_before
        inner join subscriptions
            on subscriptions.subscription_id = drawn_before.subscription_id
        inner join allowance_numbers
            on allowance_numbers.allowance_id = drawn_before.allowance_id
    ),

{% else %}

    consumed as (
        select
            subscription_number,
            allowance_number,
            charged_period,
            granted_quantity as consumed_before,
            granted_quantity as granted_before
        from metered
        where false
    ),

{% endif %}

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
        on consumed.subscription_number = metered.subscription_number
        and consumed.allowance_number = metered.allowance_number
        and consumed.charged_period = metered.charged_period
    where metered.allowance_number is not null
),

drawn as (
    {{ drawn_from_buckets('entitled') }}
),

allocated as (
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
        allocated.event_id,
        allocated.rating_seq,
        payers.subscription_id,
        payers.account_key,
        payers.plan_id,
        tariffs.charge_id,
        allowance_numbers.allowance_id,
        allocated.session_key,
        allocated.cell_id,
        allocated.subscription_row_id,
        allocated.charge_row_id,
        allocated.tier_row_id,
        ---------- strings
        tariffs.service,
        tariffs.direction,
        tariffs.zone,
        allocated.time_band,
        tariffs.currency,
        tariffs.tax_code,
        ---------- numbers
        allocated.cycle_day,
        allocated.quantity,
        cast(allocated.metered_quantity as bigint) as metered_quantity,
        cast(allocated.free_quantity as bigint) as free_quantity,
        cast(allocated.running_grant as bigint) as granted_quantity,
        {{ usage_charge(
            'case when allocated.part_number = 1 then tariffs.connect_fee else 0 end',
            'tariffs.unit_price', '(allocated.metered_quantity - allocated.free_quantity)', 'tariffs.rate_unit'
        ) }} as charge,
        cast({{ var('rating_version') }} as integer) as rating_version,
        ---------- booleans
        allocated.is_late,
        ---------- dates and times
        allocated.usage_date,
        allocated.period,
        allocated.charged_period,
        allocated.started_at
    from allocated
    inner join tariffs
        on tariffs.charge_row_id = allocated.charge_row_id
        and tariffs.tier_row_id = allocated.tier_row_id
    inner join payers
        on payers.subscription_row_id = allocated.subscription_row_id
    left join allowance_numbers
        on allowance_numbers.allowance_number = allocated.allowance_number
    union all
    select {{ columns }} from register
)

select * from rated
