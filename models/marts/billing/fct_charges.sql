{#- What was billed is appended once; what is open is thrown away and worked out anew. -#}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    incremental_strategy='append',
    pre_hook="{% if is_incremental() %}delete from {{ this }} where status = 'unbilled'{% endif %}"
) }}

{%- set seen = lower_bound('close_load_seq') %}

with

open_charges as (
    select * from {{ ref('int_charges_unioned') }}
),

register as (
    select * from {{ ref('stg_trunkline__register_charges') }}
),

{%- set columns = [
    'charge_key', 'account_key', 'subscription_id', 'plan_id', 'charge_id', 'charge_kind', 'description', 'service',
    'direction', 'zone', 'time_band', 'currency', 'tax_code', 'cycle_day', 'event_count', 'quantity'
] | join(', ') %}

charges as (
    -- what is open is worked out anew; what was billed stands as the close registered it
    select
        {{ columns }},
        cast(amount as decimal(24, 6)) as amount,
        'unbilled' as status,
        cast(null as bigint) as close_load_seq,
        is_late,
        period
    from open_charges
    union all
    select {{ columns }}, amount, 'billed' as status, close_load_seq, is_late, period
    from register
    where {{ 'false' if var('ignore_register') else 'true' }}
        and close_load_seq > {{ seen }}
)

select * from charges
