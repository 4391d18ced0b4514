{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

{%- set seen = lower_bound('load_seq') %}

with

usage_events as (
    select * from {{ ref('int_usage_unioned') }}
    where load_seq > {{ seen }} and (is_chargeable or is_carried)
),

new_values as (
    select
        destination_kind,
        destination_value,
        min(load_seq) as load_seq
    from usage_events
    group by destination_kind, destination_value
)

select new_values.*
from new_values
{% if is_incremental() %}
    left join {{ this }} as seen_values
        on seen_values.destination_kind = new_values.destination_kind
        and seen_values.destination_value = new_values.destination_value
    where seen_values.destination_value is null
{% endif %}
