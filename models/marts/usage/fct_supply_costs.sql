{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}

with

rated as (
    select * from {{ ref('int_supply_rated') }}
    where rating_seq > {{ seen }}
),

reversed as (
    select * from {{ ref('int_supply_reversed') }}
    where reversed_seq > {{ seen }} and reversed_seq <= {{ watermark() }}
),

costs as (
    select
        ---------- ids
        {{ event_of_supply_leg('event_id') }} as event_id,
        cast(null as bigint) as original_event_id,
        rating_seq,
        account_key as route_id,
        subscription_id as supplier_id,
        plan_id,
        charge_id,
        subscription_row_id as route_row_id,
        charge_row_id,
        tier_row_id,
        ---------- strings
        service,
        direction,
        zone,
        time_band,
        currency,
        ---------- numbers
        quantity,
        metered_quantity,
        charged_quantity,
        connect_fee,
        charge as cost,
        rating_version,
        ---------- dates and times
        usage_date,
        period,
        started_at
    from rated
    union all
    select
        reversal_event_id as event_id,
        original_event_id,
        reversed_seq as rating_seq,
        account_key as route_id,
        subscription_id as supplier_id,
        plan_id,
        charge_id,
        subscription_row_id as route_row_id,
        charge_row_id,
        tier_row_id,
        service,
        direction,
        zone,
        time_band,
        currency,
        cast(-quantity as bigint) as quantity,
        cast(-metered_quantity as bigint) as metered_quantity,
        cast(-charged_quantity as bigint) as charged_quantity,
        cast(-connect_fee as decimal(18, 6)) as connect_fee,
        cast(-charge as decimal(18, 6)) as cost,
        rating_version,
        usage_date,
        period,
        started_at
    from reversed
)

select * from costs
