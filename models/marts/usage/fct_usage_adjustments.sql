{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{%- set open_at = 'reversals.rating_seq' if var('ignore_register') else watermark() %}
{%- set columns = [
    'event_id', 'original_event_id', 'rating_seq', 'subscription_id', 'account_key', 'plan_id', 'charge_id', 'service',
    'direction', 'zone', 'time_band', 'currency', 'tax_code', 'cycle_day', 'charged_quantity',
    'connect_fee', 'amount', 'is_late', 'usage_date', 'charged_period'
] | join(', ') %}

with

reversals as (
    select * from {{ ref('int_reversals_matched') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
        and place = 1
),

register as (
    select * from {{ ref('int_adjustments_registered') }}
    where rating_seq > {{ seen }}
),

openings as (
    select * from {{ ref('dim_period_openings') }}
),

adjustments as (
    -- a reversal takes back what its original was charged; it gives no allowance back
    select
        ---------- ids
        reversals.event_id,
        reversals.original_event_id,
        reversals.rating_seq,
        reversals.subscription_id,
        reversals.account_key,
        reversals.plan_id,
        reversals.charge_id,
        ---------- strings
        reversals.service,
        reversals.direction,
        reversals.zone,
        reversals.time_band,
        reversals.currency,
        reversals.tax_code,
        ---------- numbers
        reversals.cycle_day,
        cast(-reversals.charged_quantity as bigint) as charged_quantity,
        cast(-reversals.connect_fee as decimal(18, 6)) as connect_fee,
        cast(-reversals.charge as decimal(18, 6)) as amount,
        ---------- booleans
        openings.charged_period is not null as is_late,
        ---------- dates
        reversals.usage_date,
        coalesce(openings.charged_period, reversals.charged_period) as charged_period
    from reversals
    left join register
        on register.event_id = reversals.event_id
    left join openings
        on openings.cycle_day = reversals.cycle_day
        and openings.period = reversals.charged_period
        and openings.from_seq <= {{ open_at }}
        and {{ open_at }} < openings.to_seq
    where register.event_id is null
    union all
    select {{ columns }} from register
)

select * from adjustments
