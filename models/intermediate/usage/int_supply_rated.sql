{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{{- refuse_other_rating_version() }}

with

usage_events as (
    select * from {{ ref('int_usage_metered') }}
    where rating_seq > {{ seen }} and event_id < 0
),

draws as (
    -- a supplier gives no allowances: none of a customer's is drawn on
    select
        event_id,
        quantity as free_quantity
    from usage_events
    where false
),

segments as (
    select * from {{ ref('int_segments_charged') }}
    where event_id < 0
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

tiers as (
    select * from {{ ref('dim_price_tiers') }}
),

payers as (
    select * from {{ ref('int_supply_payees') }}
),

{{ rated_usage(earlier=this if is_incremental() else none, rating_version=var('rating_version')) }}

select {{ rated_usage_columns() }} from rated_events
