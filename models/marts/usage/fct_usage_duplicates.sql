with

duplicates as (
    select * from {{ ref('int_usage_duplicates') }}
),

copies as (
    select
        ---------- ids
        event_id,
        original_event_id,
        load_seq,
        file_no,
        ---------- strings
        source,
        ---------- booleans
        is_conflict
    from duplicates
)

select * from copies
