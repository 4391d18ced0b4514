{{ config(materialized='view') }}

with

register as (
    select * from {{ ref('stg_trunkline__register_usage_adjustments') }}
)

-- the reversals charged in closed periods, as the closes wrote them
select * from register
{% if var('ignore_register') %}
where false
{% endif %}
