{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('rating_seq') %}
{{- refuse_other_rating_version(ref('dim_billing_periods')) }}

with

usage_events as (
    -- the customer's leg; the supplier's is int_supply_rated
    select * from {{ ref('int_usage_metered') }}
    where rating_seq > {{ seen }} and event_id > 0
),

draws as (
    select * from {{ ref('fct_allowance_draws') }}
    where rating_seq > {{ seen }}
),

segments as (
    select * from {{ ref('int_segments_charged') }}
),

register as (
    select * from {{ ref('int_usage_registered') }}
    where rating_seq > {{ seen }} and rating_seq <= {{ watermark() }}
),

tariffs as (
    select * from {{ ref('int_tariffs') }}
),

tiers as (
    select * from {{ ref('dim_price_tiers') }}
),

payers as (
    select * from {{ ref('int_payers') }}
),

{{ rated_usage(earlier=this if is_incremental() else none, rating_version=var('rating_version')) }},

rated as (
    select {{ rated_usage_columns() }} from rated_events
    union all
    select {{ rated_usage_columns() }} from register
)

select * from rated
