{{ config(materialized='view') }}

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
)

select * from reversals
