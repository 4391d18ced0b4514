{{ config(materialized='view') }}

{%- set columns = [
    'event_id', 'rating_seq', 'subscription_number', 'account_number', 'plan_id', 'calendar', 'session_key', 'cell_id',
    'service', 'direction', 'zone', 'time_band', 'cycle_day', 'quantity', 'subscription_row_id', 'charge_row_id',
    'tier_row_id', 'is_attempt', 'may_be_cut', 'usage_date', 'started_at'
] | join(', ') %}

with

guided as (
    select * from {{ ref('int_usage_guided') }}
),

cured as (
    select * from {{ ref('int_usage_cured') }}
),

supply_guided as (
    select * from {{ ref('int_supply_guided') }}
),

supply_cured as (
    select * from {{ ref('int_supply_cured') }}
),

rateable as (
    select {{ columns }} from guided
    union all
    select {{ columns }} from cured
    union all
    select {{ columns }} from supply_guided
    union all
    select {{ columns }} from supply_cured
)

select * from rateable
