{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('load_seq') %}

with

guided as (
    select * from {{ ref('int_usage_guided') }}
    where load_seq > {{ seen }}
),

-- the ledger of what could not be rated on arrival: appended to, never rewritten
suspended as (
    select
        event_id,
        load_seq,
        started_at
    from guided
    where lacking is not null
)

select * from suspended
