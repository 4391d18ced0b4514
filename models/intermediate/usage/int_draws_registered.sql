{{ config(materialized='view') }}

with

register as (
    select * from {{ ref('stg_trunkline__register_allowance_draws') }}
)

-- what rated events of closed periods drew, as the closes wrote it
select * from register
where {{ 'false' if var('ignore_register') else 'true' }}
