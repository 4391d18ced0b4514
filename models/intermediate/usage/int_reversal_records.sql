{#- A record stays what it is, and so does whether it repeats an earlier one: new are added. -#}
{{ config(materialized='incremental', full_refresh=false, incremental_strategy='append') }}

with

firsts as (
    select * from {{ ref('int_usage_deduplicated') }}
),

reversals as (
    select
        event_id,
        load_seq,
        file_no,
        source,
        line_key,
        service,
        direction,
        quantity,
        reversal_of,
        started_at
    from firsts
    where reversal_of is not null
        and load_seq > {{ lower_bound('load_seq') }}
)

select * from reversals
