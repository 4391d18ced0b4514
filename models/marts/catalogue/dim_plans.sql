with

plans as (
    select * from {{ ref('stg_catalogue__plans') }}
),

painted as (
    {{ paint_rows('plans', ['plan_id'], ['name', 'name_en', 'line_type', 'currency', 'status']) }}
),

active as (
    select
        ---------- ids
        plan_id,
        source_row_id as plan_row_id,
        ---------- strings
        name as plan_name,
        coalesce(name_en, name) as plan_name_en,
        line_type,
        currency,
        ---------- numbers
        known_from,
        known_to,
        ---------- times
        valid_from,
        valid_to
    from painted
    where status = 'active'
)

select * from active
