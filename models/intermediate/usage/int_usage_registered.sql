{{ config(materialized='view') }}

with

register as (
    select * from {{ ref('stg_trunkline__register_rated_usage') }}
)

-- the rated events of closed periods, as the closes wrote them
select * from register
{% if var('ignore_register') %}
where false
{% endif %}
