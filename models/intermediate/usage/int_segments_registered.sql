{{ config(materialized='view') }}

with

register as (
    select * from {{ ref('stg_trunkline__register_rated_segments') }}
)

-- the segments of rated events of closed periods, as the closes wrote them
select * from register
where {{ 'false' if var('ignore_register') else 'true' }}
