with

note_changes as (
    select * from {{ ref('stg_planning__figure_notes') }}
),

newest as (
    {{ latest_change('note_changes', ['note_id'], 'written_at') }}
),

notes as (
    select
        ---------- ids
        note_id,
        metric_id,
        ---------- strings
        note_text,
        written_by,
        ---------- dates and times
        month,
        written_at
    from newest
    where not is_withdrawn
)

select * from notes
